import { Button, Group, Loader, Modal, Progress, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from '../../shell/link.tsx';
import { useLocale } from '../../texts/texts.ts';
import { explain } from '../explain.ts';
import type { RunListFilter } from '../runs-api.ts';
import { CloseBar } from './close-bar.tsx';
import { useListTexts } from './list-texts.ts';
import type { BulkAction } from './matching.ts';
import { useBulk } from './use-bulk.ts';

/** Of the failures so many are told one by one. */
const TOLD = 5;

interface MatchBarProps {
  ask: RunListFilter;
  /** It is closed; `changed`: runs were. */
  onClose: (changed: boolean) => void;
}

/** One thing done to all runs that the filter means: how many, a question, how far it is, what came of it. */
export const MatchBar = ({ ask, onClose }: MatchBarProps) => {
  const l = useListTexts();
  const locale = useLocale();
  const { counts, work, start, stop } = useBulk(ask);
  const [asking, setAsking] = useState<BulkAction | null>(null);
  if (work && !work.over)
    return (
      <div className="bulk-bar" role="status">
        <span>{l.doing(work.done, work.of)}</span>
        <Progress flex={1} value={(100 * work.done) / work.of} aria-label={l.doing(work.done, work.of)} />
        <Button size="compact-sm" variant="default" onClick={stop}>
          {l.stop}
        </Button>
      </div>
    );
  if (work) {
    const { action, done, of, failed } = work;
    return (
      <div className="bulk-bar" role={failed.length > 0 ? 'alert' : 'status'}>
        <span>
          {(action === 'retry' ? l.retried : l.cancelled)(done - failed.length)}
          {done < of && ` · ${l.left(of - done)}`}
          {failed.length > 0 && ` · ${l.failed(failed.length)} `}
          {failed.slice(0, TOLD).map(({ id, code }) => (
            <span key={id}>
              <Link href={`/runs/${id}`}>…{id.slice(-6)}</Link> {explain({ code, message: '' }, {}, locale).what}{' '}
            </span>
          ))}
        </span>
        <CloseBar onClick={() => onClose(true)} />
      </div>
    );
  }
  return (
    <div className="bulk-bar" role="region" aria-label={l.allOfFilter}>
      <b>{l.allOfFilter}</b>
      <Group gap={6} ml="auto" wrap="nowrap">
        {counts ? (
          (['retry', 'cancel'] as const).map((action) => (
            <Button
              key={action}
              size="compact-sm"
              disabled={counts[action] === 0}
              onClick={() => setAsking(action)}
              {...(action === 'cancel' && { color: 'red', variant: 'outline' })}
            >
              {l.nOf(l[action], counts[action])}
            </Button>
          ))
        ) : (
          <Loader size="xs" type="dots" />
        )}
        <CloseBar onClick={() => onClose(false)} />
      </Group>
      {asking && counts && (
        <Modal
          opened
          onClose={() => setAsking(null)}
          title={asking === 'cancel' ? l.sure(counts.cancel) : l.sureRetry(counts.retry)}
          size="sm"
        >
          <Text size="sm">{asking === 'cancel' ? l.sureText : l.sureRetryText}</Text>
          <Group justify="flex-end" gap="xs" mt="md">
            <Button variant="default" data-autofocus onClick={() => setAsking(null)}>
              {asking === 'cancel' ? l.keep : l.leave}
            </Button>
            <Button
              {...(asking === 'cancel' && { color: 'red' })}
              onClick={() => {
                setAsking(null);
                void start(asking);
              }}
            >
              {l.nOf(l[asking], counts[asking])}
            </Button>
          </Group>
        </Modal>
      )}
    </div>
  );
};
