import { Button, ScrollArea, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Step } from '../api-types.ts';
import { StatusMark } from '../canvas/node-badges.tsx';
import { nodeLabel } from '../document/node-label.ts';
import { spanBetween } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';

import { useNow } from './use-now.ts';

interface StepsListProps {
  steps: Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  chosen: number | null;
  onChoose: (step: Step) => void;
}

const PORTION = 300;

/** Every step in the order in which it began; of very many, the latest. */
export const StepsList = ({ steps, document, catalogue, chosen, onChoose }: StepsListProps) => {
  const t = useTexts();
  const locale = useLocale();
  const [most, setMost] = useState(PORTION);
  const labels = new Map(document.nodes.map((node) => [node.id, nodeLabel(node, catalogue, locale)]));
  const shown = steps.slice(-most);
  const now = useNow(steps.some((step) => step.endedAt === null));
  return (
    <div className="steps">
      <h2>{t.runs.steps}</h2>
      <ScrollArea className="steps-list" type="auto" scrollbarSize={8}>
        {steps.length === 0 && <p className="field-hint">{t.runs.noSteps}</p>}
        {steps.length > shown.length && (
          <Button size="compact-sm" variant="subtle" fullWidth onClick={() => setMost(most + PORTION * 3)}>
            {t.runs.earlier(steps.length - shown.length)}
          </Button>
        )}
        {shown.map((step) => (
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
      </ScrollArea>
    </div>
  );
};
