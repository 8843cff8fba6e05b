import { ScrollArea, UnstyledButton } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { StatusMark } from '../canvas/node-badges.tsx';
import { nodeLabel } from '../document/node-label.ts';
import { bringIntoView } from '../editor/add-step.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { nodeStates, stepsByNode } from '../runs/run-states.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { staleNodes } from './stale.ts';
import type { TestResults } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

interface TestStepsProps {
  here: TestingHere;
  catalogue: Catalogue;
  results: TestResults;
}

/** The steps that were reached, in the order in which they first were. To choose one is to select it on the canvas. */
export const TestSteps = ({ here: { store }, catalogue, results }: TestStepsProps) => {
  const canvas = useReactFlow();
  const t = useTestingTexts();
  const texts = useTexts();
  const locale = useLocale();
  const document = useEditor(store, (state) => state.document);
  const selected = useEditor(store, (state) => state.nodes);
  const pins = useEditor(store, (state) => state.board.pins);
  const byNode = useMemo(() => stepsByNode(results.steps), [results.steps]);
  const stale = useMemo(() => staleNodes(results.ranOn, { document, pins }), [results.ranOn, document, pins]);
  const states = useMemo(() => nodeStates(byNode), [byNode]);
  const labels = new Map(document.nodes.map((node) => [node.id, nodeLabel(node, catalogue, locale)]));
  return (
    <ScrollArea className="test-steps" type="auto" scrollbarSize={8}>
      <UnstyledButton className="test-step" data-chosen={selected.size === 0} onClick={() => store.select([])}>
        <Icon name="list" size={16} />
        <span>{t.wholeRun}</span>
      </UnstyledButton>
      {byNode.size === 0 && <p className="test-hint">{t.noSteps}</p>}
      {[...states].map(([id, state]) => (
        <UnstyledButton
          key={id}
          className="test-step"
          data-chosen={selected.has(id)}
          data-skipped={state.status === 'skipped'}
          data-stale={stale.has(id)}
          title={[texts.stepStatus[state.status], stale.has(id) ? t.stale : ''].filter(Boolean).join(' · ')}
          onClick={() => {
            store.select([id]);
            bringIntoView(canvas, id);
          }}
        >
          <StatusMark status={state.status} size={16} />
          <span>{labels.get(id) ?? id}</span>
          {state.rounds > 1 && <small>×{state.rounds}</small>}
          {pins?.[id] && <Icon name="pin" size={13} />}
          {stale.has(id) && <Icon name="history" size={13} />}
        </UnstyledButton>
      ))}
    </ScrollArea>
  );
};
