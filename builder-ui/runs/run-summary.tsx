import { ScrollArea } from '@mantine/core';
import { inLocale, type Json } from '#flow/json.ts';
import type { Run } from '../api-types.ts';
import { triggerType } from '../document/trigger-type.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { JsonBlock } from './json-block.tsx';
import { LiveText } from './live-text.tsx';

/** The run as a whole: shown while no node is chosen. */
export const RunSummary = ({ run, writing = [] }: { run: Run; writing?: [name: string, text: string][] }) => {
  const t = useTexts();
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
      <dl className="facts">
        <dt>{t.runs.id}</dt>
        <dd className="mono">
          {run.id} <CopyIcon text={run.id} size="xs" />
        </dd>
        {facts.map(([name, value]) => value && [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
      {writing.map(([name, text]) => (
        <LiveText key={name} name={name} text={text} />
      ))}
      {run.error && <ErrorBlock code={run.error.code} message={run.error.message} node={run.error.node} />}
      <JsonBlock title={t.runs.triggerData} value={trigger?.data ?? null} />
      {run.status === 'succeeded' && <JsonBlock title={t.runs.output} value={run.output} />}
      {run.error?.details !== undefined && <JsonBlock title={t.runs.errorDetails} value={run.error.details} />}
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
