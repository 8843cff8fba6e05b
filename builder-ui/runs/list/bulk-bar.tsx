import { Button, Group, Modal, Progress, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { api } from '../../api-client.ts';
import type { Run } from '../../api-types.ts';
import { errorWords } from '../../shell/error-words.ts';
import { Link } from '../../shell/link.tsx';
import { toastDone } from '../../shell/toasts.tsx';
import { useTexts } from '../../texts/texts.ts';
import { isOver } from '../run-status.tsx';
import { runsApi } from '../runs-api.ts';
import { CloseBar } from './close-bar.tsx';
import { inPool } from './in-pool.ts';
import { useListTexts } from './list-texts.ts';

type Action = 'retry' | 'cancel';

const AT_ONCE = 4;
/** Of the failures so many are told one by one. */
const TOLD = 5;

interface Work {
  action: Action;
  done: number;
  of: number;
  failed: { id: string; why: string }[] | null;
}

interface BulkBarProps {
  selected: Run[];
  onClear: () => void;
}

/** What can be done to the runs that are selected; while it is done, how far it is; afterwards, what failed. */
export const BulkBar = ({ selected, onClear }: BulkBarProps) => {
  const t = useTexts();
  const l = useListTexts();
  const [work, setWork] = useState<Work | null>(null);
  const [asking, setAsking] = useState(false);
  const stop = useRef<AbortController>(undefined);
  const open = selected.filter(({ status }) => !isOver(status));
  const over = selected.filter(({ status }) => isOver(status));
  const start = async (action: Action, runs: Run[]) => {
    setAsking(false);
    stop.current = new AbortController();
    setWork({ action, done: 0, of: runs.length, failed: null });
    const act = ({ id }: Run) => (action === 'retry' ? runsApi.retry(id, {}) : api.cancelRun(id));
    let did = 0;
    const failed = await inPool(runs, act, {
      size: AT_ONCE,
      signal: stop.current.signal,
      onDone: (done) => {
        did = done;
        setWork((now) => now && { ...now, done });
      },
    });
    const good = did - failed.length;
    if (good > 0) toastDone(action === 'retry' ? l.retried(good) : l.cancelled(good));
    if (failed.length === 0) {
      setWork(null);
      onClear();
      return;
    }
    const told = failed.map(({ item, error }) => ({ id: item.id, why: errorWords(error, t).title }));
    setWork((now) => now && { ...now, failed: told });
  };
  if (work && work.failed === null)
    return (
      <div className="bulk-bar" role="status">
        <span>{l.doing(work.done, work.of)}</span>
        <Progress flex={1} value={(100 * work.done) / Math.max(1, work.of)} aria-label={l.doing(work.done, work.of)} />
        <Button size="compact-sm" variant="default" onClick={() => stop.current?.abort()}>
          {l.stop}
        </Button>
      </div>
    );
  if (work?.failed)
    return (
      <div className="bulk-bar" role="alert">
        <span>
          {l.failed(work.failed.length)}{' '}
          {work.failed.slice(0, TOLD).map(({ id, why }) => (
            <span key={id}>
              <Link href={`/runs/${id}`}>…{id.slice(-6)}</Link> {why}{' '}
            </span>
          ))}
        </span>
        <CloseBar
          onClick={() => {
            setWork(null);
            onClear();
          }}
        />
      </div>
    );
  return (
    <div className="bulk-bar" role="region" aria-label={l.selected(selected.length)}>
      <b>{l.selected(selected.length)}</b>
      <Group gap={6} ml="auto" wrap="nowrap">
        <Button
          size="compact-sm"
          disabled={over.length === 0}
          title={over.length === 0 ? l.none.retry : undefined}
          onClick={() => void start('retry', over)}
        >
          {l.retry}
        </Button>
        <Button
          size="compact-sm"
          color="red"
          variant="outline"
          disabled={open.length === 0}
          title={open.length === 0 ? l.none.cancel : undefined}
          onClick={() => setAsking(true)}
        >
          {l.cancel}
        </Button>
        <CloseBar onClick={onClear} />
      </Group>
      <Modal opened={asking} onClose={() => setAsking(false)} title={l.sure(open.length)} size="sm">
        <Text size="sm">{l.sureText}</Text>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {l.keep}
          </Button>
          <Button color="red" onClick={() => void start('cancel', open)}>
            {l.cancel}
          </Button>
        </Group>
      </Modal>
    </div>
  );
};
