import { UnstyledButton } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Step } from '../api-types.ts';
import { StatusMark } from '../canvas/node-badges.tsx';
import { nodeLabel } from '../document/node-label.ts';
import { spanBetween } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useRowWindow } from '../use-row-window.ts';
import { useNow } from './use-now.ts';

interface StepsListProps {
  steps: readonly Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  chosen: number | null;
  onChoose: (step: Step) => void;
}

/** Pixels; `runs.css` has the same. */
const ROW = 32;

/** Every step in the order in which it began; those in sight are drawn. */
export const StepsList = ({ steps: all, document, catalogue, chosen, onChoose }: StepsListProps) => {
  const t = useTexts();
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  // Of a loop's rounds, what did not run would hide what did.
  const steps = useMemo(() => all.filter(({ status, path }) => status !== 'skipped' || path.length === 0), [all]);
  const labels = useMemo(
    () => new Map(document.nodes.map((node) => [node.id, nodeLabel(node, catalogue, locale)])),
    [document, catalogue, locale],
  );
  const now = useNow(useMemo(() => steps.some((step) => step.endedAt === null), [steps]));
  const { from, to } = useRowWindow(box, steps.length, ROW);
  return (
    <div className="steps">
      <h2>
        {t.runs.steps} <small>{steps.length > 0 ? steps.length.toLocaleString(locale) : ''}</small>
      </h2>
      <div ref={box} className="steps-list">
        {steps.length === 0 && <p className="field-hint">{t.runs.noSteps}</p>}
        <div style={{ height: steps.length * ROW, paddingTop: from * ROW }}>
          {steps.slice(from, to).map((step) => (
            <UnstyledButton
              key={step.n}
              className="step-row"
              data-chosen={step.n === chosen}
              data-skipped={step.status === 'skipped'}
              style={{ paddingLeft: 10 + step.path.length * 14 }}
              onClick={() => onChoose(step)}
            >
              <StatusMark status={step.status} size={18} />
              <span className="step-name">{labels.get(step.node) ?? step.node}</span>
              {step.path.length > 0 && <span className="step-round">#{(step.path.at(-1)?.index ?? 0) + 1}</span>}
              <span className="step-time">
                {step.status === 'skipped' ? '' : spanBetween(step.startedAt, step.endedAt, locale, now)}
              </span>
            </UnstyledButton>
          ))}
        </div>
      </div>
    </div>
  );
};
