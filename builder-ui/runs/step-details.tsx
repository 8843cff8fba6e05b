import { ActionIcon, Button, ScrollArea } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run, Step } from '../api-types.ts';
import { StatusMark } from '../canvas/node-badges.tsx';
import { portLabel } from '../canvas/port-handles.tsx';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { InspectorHead } from '../editor/inspector-head.tsx';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { dateTime, spanBetween } from '../shell/times.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { JsonBlock } from './json-block.tsx';
import { LiveText } from './live-text.tsx';
import { shownText, type Written } from './partial-text.ts';
import { isOver } from './run-status.tsx';
import { ErrorBlock, RunSummary } from './run-summary.tsx';

interface StepDetailsProps {
  run: Run;
  document: FlowDocument;
  catalogue: Catalogue;
  node: string;
  /** Every time that the node was reached. */
  steps: Step[];
  /** What its language model has written so far, while it does. */
  writing?: Written | undefined;
  /** `n` of the chosen one; null: the last. */
  chosen: number | null;
  onChoose: (n: number) => void;
}

/** What one node got, gave and how long it took; in loops, round by round. */
export const StepDetails = ({ run, document, catalogue, node, steps, writing, chosen, onChoose }: StepDetailsProps) => {
  const locale = useLocale();
  const t = useTexts();
  const found = findNode(document, node);
  const type = found && catalogue.get(found.type);
  const title = type ? inLocale(type.title, locale) : node;
  if (node === TRIGGER_ID) return <RunSummary run={run} />;
  const at = Math.max(0, chosen === null ? steps.length - 1 : steps.findIndex((step) => step.n === chosen));
  const step = steps[at];
  return (
    <div className="inspector">
      <InspectorHead
        group={type?.group ?? 'flow'}
        icon={type?.icon ?? 'question'}
        kind={title}
        help={found?.label ?? node}
      />
      {steps.length > 1 && <Rounds steps={steps} at={at} onChoose={onChoose} />}
      <ScrollArea className="step-details" type="auto" scrollbarSize={8}>
        {writing && <LiveText text={shownText(writing)} />}
        {step ? <StepFacts step={step} /> : <p className="field-hint">{t.runs.notReached}</p>}
        {found && found.parent === undefined && isOver(run.status) && step && <RetryFrom run={run} node={node} />}
      </ScrollArea>
    </div>
  );
};

const Rounds = ({ steps, at, onChoose }: { steps: Step[]; at: number; onChoose: (n: number) => void }) => {
  const t = useTexts();
  const go = (to: number) => {
    const step = steps[to];
    if (step) onChoose(step.n);
  };
  const failed = steps.findIndex((step, n) => n > at && step.status === 'failed');
  return (
    <div className="rounds">
      <ActionIcon
        variant="default"
        size="sm"
        disabled={at === 0}
        aria-label={t.runs.roundBefore}
        onClick={() => go(at - 1)}
      >
        <Icon name="chevron-left" size={14} />
      </ActionIcon>
      <span>{t.runs.round(at + 1, steps.length)}</span>
      <ActionIcon
        variant="default"
        size="sm"
        disabled={at === steps.length - 1}
        aria-label={t.runs.roundAfter}
        onClick={() => go(at + 1)}
      >
        <Icon name="chevron-right" size={14} />
      </ActionIcon>
      {failed >= 0 && (
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => go(failed)}>
          {t.runs.nextFailure}
        </Button>
      )}
    </div>
  );
};

const StepFacts = ({ step }: { step: Step }) => {
  const locale = useLocale();
  const t = useTexts();
  const took = spanBetween(step.startedAt, step.endedAt, locale);
  const where = step.path.map(({ container, index }) => `${container} #${index + 1}`).join(' › ');
  return (
    <>
      <dl className="facts">
        <dt>{t.runs.status}</dt>
        <dd className="step-status">
          <StatusMark status={step.status} size={18} /> {t.stepStatus[step.status]}
          {step.port ? ` → ${portLabel(step.port, t)}` : ''}
        </dd>
        {step.reason && [<dt key="r">{t.runs.reason}</dt>, <dd key="r=">{step.reason}</dd>]}
        {where && [<dt key="w">{t.runs.inside}</dt>, <dd key="w=">{where}</dd>]}
        {step.startedAt && [
          <dt key="s">{t.runs.started}</dt>,
          <dd key="s=">{`${dateTime(step.startedAt, locale)} · ${took}`}</dd>,
        ]}
        {step.attempts > 0 && [<dt key="a">{t.runs.attempts}</dt>, <dd key="a=">{step.attempts}</dd>]}
      </dl>
      {step.error && <ErrorBlock code={step.error.code} message={step.error.message} />}
      {step.error?.details !== undefined && <JsonBlock title={t.runs.errorDetails} value={step.error.details} />}
      <JsonBlock title={t.runs.input} value={step.input} />
      <JsonBlock title={t.runs.output} value={step.output} />
    </>
  );
};

const RetryFrom = ({ run, node }: { run: Run; node: string }) => {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      navigate(`/runs/${(await api.retryRun(run.id, { from: node })).id}`);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Button
      mt="md"
      fullWidth
      variant="default"
      loading={busy}
      leftSection={<Icon name="refresh" size={15} />}
      onClick={() => void retry()}
    >
      {t.runs.retryFrom}
    </Button>
  );
};
