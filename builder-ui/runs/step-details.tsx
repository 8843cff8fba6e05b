import { ActionIcon, Button, ScrollArea, Select } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../api-types.ts';
import { StatusMark } from '../canvas/node-badges.tsx';
import { portLabel } from '../canvas/port-handles.tsx';
import { findNode } from '../document/connect.ts';
import { InspectorHead } from '../editor/inspector-head.tsx';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { dateTime, spanBetween } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { AttemptsList } from './attempts/attempts-list.tsx';
import { DataView } from './data/data-view.tsx';
import { DiffView } from './data/diff-view.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { LiveText } from './live-text.tsx';
import { shownText, type Written } from './partial-text.ts';
import { isOver } from './run-status.tsx';
import { useRunsTexts } from './runs-texts.ts';
import { TryInEditor } from './try-in-editor.tsx';

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
  /** Who may not is not asked. */
  onRetry: ((from: string) => void) | undefined;
  /** Whether the flow can be opened; missing: it can. */
  linked?: boolean;
}

/** What one node got, gave and how long it took; in loops, round by round. */
export const StepDetails = (props: StepDetailsProps) => {
  const { run, document, catalogue, node, steps, writing, chosen, onChoose, onRetry, linked = true } = props;
  const locale = useLocale();
  const t = useTexts();
  const r = useRunsTexts();
  const found = findNode(document, node);
  const type = found && catalogue.get(found.type);
  const title = type ? inLocale(type.title, locale) : node;
  const picked = chosen === null ? -1 : steps.findIndex((step) => step.n === chosen);
  const at = picked >= 0 ? picked : Math.max(0, steps.length - 1);
  const step = steps[at];
  const canRetry = found !== undefined && found.parent === undefined && isOver(run.status) && step !== undefined;
  const retry = canRetry && onRetry ? () => onRetry(node) : undefined;
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
        {step?.error && <ErrorPanel {...{ run, document, catalogue, node }} error={step.error} onRetry={retry} />}
        {step?.tries && <AttemptsList step={step} label={found?.label ?? title} />}
        {step && <StepData key={step.n} step={step} steps={steps} at={at} />}
        <div className="step-links">
          {retry && !step?.error && (
            <Button variant="default" fullWidth leftSection={<Icon name="refresh" size={15} />} onClick={retry}>
              {t.runs.retryFrom}
            </Button>
          )}
          {linked && found && step && <TryInEditor run={run} node={node} />}
          {linked && found && (
            <Link href={`/flows/${run.flowId}?node=${node}`} className="quiet-link">
              {r.error.openNode}
            </Link>
          )}
        </div>
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
  const move = (label: string, icon: 'chevron-left' | 'chevron-right', to: number) => (
    <ActionIcon
      variant="default"
      size="sm"
      disabled={to < 0 || to >= steps.length}
      aria-label={label}
      onClick={() => go(to)}
    >
      <Icon name={icon} size={14} />
    </ActionIcon>
  );
  return (
    <div className="rounds">
      {move(t.runs.roundBefore, 'chevron-left', at - 1)}
      <span>{t.runs.round(at + 1, steps.length)}</span>
      {move(t.runs.roundAfter, 'chevron-right', at + 1)}
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
  const r = useRunsTexts();
  const took = spanBetween(step.startedAt, step.endedAt, locale);
  const where = step.path.map(({ container, index }) => `${container} #${index + 1}`).join(' › ');
  const more = [
    step.status === 'skipped' ? '' : took,
    step.attempts > 1 ? r.attempts(step.attempts) : '',
    step.startedAt ? dateTime(step.startedAt, locale) : '',
    where,
  ].filter(Boolean);
  return (
    <div className="step-facts">
      <p className="step-status">
        <StatusMark status={step.status} size={18} />
        <b>{t.stepStatus[step.status]}</b>
        {step.port && step.port !== 'out' ? ` → ${portLabel(step.port, t)}` : ''}
      </p>
      <p>{more.join(' · ')}</p>
      {step.reason && step.reason !== 'kept' && <p>{step.reason}</p>}
    </div>
  );
};

/** What it got and gave, and how that differs from each other, or from another round. */
const StepData = ({ step, steps, at }: { step: Step; steps: Step[]; at: number }) => {
  const t = useTexts();
  const r = useRunsTexts();
  const [compared, setCompared] = useState<string | null>(null);
  const others = [at - 1, at + 1].filter((n) => steps[n]?.endedAt != null && steps[n].output !== null);
  const choices = [
    { value: 'in', label: r.data.compareInOut },
    ...others.map((n) => ({ value: String(n), label: r.data.compareRound(n + 1) })),
  ];
  const other = compared === null || compared === 'in' ? step.input : (steps[Number(compared)]?.output ?? null);
  const none = step.endedAt === null ? r.data.notYet : r.data.empty;
  return (
    <>
      <DataView
        title={t.runs.output}
        value={step.output}
        root={step.path.length > 0 ? '' : `steps.${step.node}`}
        none={none}
      />
      <DataView title={t.runs.input} value={step.input} none={r.data.empty} />
      {step.output !== null && step.input !== null && (
        <section className="data-view">
          <header>
            <h3>{r.data.compare}</h3>
            <Select
              size="xs"
              clearable
              aria-label={r.data.compare}
              placeholder={r.data.compareWith}
              data={choices}
              value={compared}
              onChange={setCompared}
            />
          </header>
          {compared !== null && <DiffView before={other} after={step.output} />}
        </section>
      )}
    </>
  );
};
