import { ScrollArea } from '@mantine/core';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { useEditor } from '../editor/editor-store.ts';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import { isOver } from '../runs/run-status.tsx';
import { useTexts } from '../texts/texts.ts';
import { StepError } from './step-error.tsx';
import { StepResult } from './step-result.tsx';
import type { TestResults } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

interface StepDataProps {
  here: TestingHere;
  catalogue: Catalogue;
  results: TestResults;
}

/** What the selected step got and gave; the run's own data where none is selected. */
export const StepData = ({ here, catalogue, results }: StepDataProps) => {
  const t = useTestingTexts();
  const document = useEditor(here.store, (state) => state.document);
  const selected = useEditor(here.store, (state) => state.nodes);
  const [id] = selected;
  const node = selected.size === 1 && id !== undefined ? findNode(document, id) : undefined;
  if (!node || id === TRIGGER_ID) return <RunData results={results} />;
  const steps = results.steps.filter((step) => step.node === node.id);
  if (steps.length === 0)
    return (
      <div className="test-data">
        <p className="test-hint">{results.run && isOver(results.run.status) ? t.notReached : t.notYet}</p>
      </div>
    );
  return <StepResult key={`${results.runId}/${node.id}`} {...{ here, catalogue, results, node, steps }} />;
};

const RunData = ({ results: { run } }: { results: TestResults }) => {
  const t = useTestingTexts();
  const texts = useTexts();
  if (!run) return <div className="test-data" />;
  return (
    <div className="test-data">
      {run.error && <StepError error={run.error} />}
      <div className="test-columns">
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          <JsonBlock title={t.eventData} value={run.trigger.data ?? null} />
        </ScrollArea>
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          <JsonBlock title={texts.runs.output} value={run.output} />
        </ScrollArea>
      </div>
    </div>
  );
};
