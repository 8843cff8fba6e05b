import { Checkbox } from '@mantine/core';
import { type MouseEvent, memo } from 'react';
import type { Run } from '../../api-types.ts';
import { CopyIcon } from '../../shell/copy-text.tsx';
import { Link } from '../../shell/link.tsx';
import { ago, dateTime, spanBetween } from '../../shell/times.ts';
import { useLocale, useTexts } from '../../texts/texts.ts';
import { explain } from '../explain.ts';
import { isOver, RunStatusMark } from '../run-status.tsx';
import { useListTexts } from './list-texts.ts';

interface RunRowProps {
  run: Run;
  name: string;
  selected: boolean;
  /** None: whoever looks may do nothing to runs. */
  onSelect: ((id: string, range: boolean) => void) | undefined;
}

/** A run in the list: how it stands, of which flow, why it failed or waits, when and for how long. */
export const RunRow = memo(({ run, name, selected, onSelect }: RunRowProps) => {
  const t = useTexts();
  const l = useListTexts();
  const locale = useLocale();
  const at = run.startedAt ?? run.acceptedAt ?? null;
  const waiting = run.waitingFor?.[0]?.reason;
  const failed = run.error && run.status === 'failed' ? explain(run.error, {}, locale).what : undefined;
  return (
    <li className="row run-line" data-selected={selected}>
      {onSelect && (
        <Checkbox
          size="xs"
          className="run-check"
          aria-label={l.select(name)}
          checked={selected}
          onChange={() => {}}
          onClick={(event: MouseEvent) => onSelect(run.id, event.shiftKey)}
        />
      )}
      <Link href={`/runs/${run.id}`} className="row-main run-row" data-run={run.id}>
        <RunStatusMark status={run.status} />
        <span className="row-words">
          <strong>
            {name} {run.flowVersion === null ? <em>{t.runs.draft}</em> : <em>v{run.flowVersion}</em>}
            {run.test && <em className="run-test">{t.runs.test}</em>}
          </strong>
          <small>{failed ?? waiting ?? run.id}</small>
        </span>
        {at && (
          <span className="row-side">
            <time dateTime={at} title={dateTime(at, locale)}>
              {ago(at, locale)}
            </time>
            <small>{isOver(run.status) ? spanBetween(run.startedAt, run.endedAt, locale) : ''}</small>
          </span>
        )}
      </Link>
      <CopyIcon text={run.id} />
    </li>
  );
});
RunRow.displayName = 'RunRow';
