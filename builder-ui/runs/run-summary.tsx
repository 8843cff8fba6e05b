import { ScrollArea, VisuallyHidden } from '@mantine/core';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale, type Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run } from '../api-types.ts';
import { triggerType } from '../document/trigger-type.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { Link } from '../shell/link.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { DataView } from './data/data-view.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { LiveText } from './live-text.tsx';
import { useRunsTexts } from './runs-texts.ts';

interface RunSummaryProps {
  run: Run;
  document: FlowDocument;
  catalogue: Catalogue;
  writing?: [name: string, text: string][];
  onGoTo?: (node: string) => void;
  onRetry?: () => void;
}

/** The run as a whole: shown while no node is chosen. */
export const RunSummary = ({ run, document, catalogue, writing = [], onGoTo, onRetry }: RunSummaryProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const trigger = run.trigger as { type?: string; data?: Json };
  const kind = trigger?.type === undefined ? undefined : triggerType(trigger.type);
  const facts: [string, string | null | undefined][] = [
    [t.runs.started, run.startedAt && dateTime(run.startedAt, locale)],
    [t.runs.ended, run.endedAt && dateTime(run.endedAt, locale)],
    [t.runs.startedBy, kind ? inLocale(kind.title, locale) : trigger?.type],
  ];
  return (
    <ScrollArea className="step-details" type="auto" scrollbarSize={8}>
      <VisuallyHidden component="h2">{t.runs.id}</VisuallyHidden>
      <dl className="facts">
        <dt>{t.runs.id}</dt>
        <dd className="mono">
          {run.id} <CopyIcon text={run.id} size="xs" />
        </dd>
        {facts.map(([name, value]) => value && [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
      {run.parentRunId && (
        <p className="field-hint">
          <Link href={`/runs/${run.parentRunId}`}>{r.retry.parent}</Link>
        </p>
      )}
      {writing.map(([name, text]) => (
        <LiveText key={name} name={name} text={text} />
      ))}
      {run.error && run.status !== 'cancelled' && (
        <ErrorPanel {...{ run, document, catalogue, onGoTo, onRetry }} error={run.error} />
      )}
      <DataView title={t.runs.triggerData} value={trigger?.data ?? null} root="trigger.data" none={r.data.empty} />
      {run.status === 'succeeded' && <DataView title={t.runs.output} value={run.output} none={r.data.empty} />}
    </ScrollArea>
  );
};

export const ErrorBlock = ({ code, message, node }: { code: string; message: string; node?: string | undefined }) => (
  <div className="error-block" role="alert">
    <Icon name="x" size={16} stroke={2.4} />
    <div>
      <b>{message || code}</b>
      <code>{node ? `${code} · ${node}` : code}</code>
    </div>
  </div>
);
