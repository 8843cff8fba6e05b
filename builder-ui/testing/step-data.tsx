import { ScrollArea } from '@mantine/core';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { useEditor } from '../editor/editor-store.ts';
import { DataView } from '../runs/data/data-view.tsx';
import { ErrorTold } from '../runs/error-told.tsx';
import '../runs/runs.css';
import { isOver } from '../runs/run-status.tsx';
import { useRunsTexts } from '../runs/runs-texts.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
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
  if (!node || id === TRIGGER_ID) return <RunData {...{ here, catalogue, results }} />;
  const steps = results.steps.filter((step) => step.node === node.id);
  if (steps.length === 0)
    return (
      <div className="test-data">
        <p className="test-hint">{results.run && isOver(results.run.status) ? t.notReached : t.notYet}</p>
      </div>
    );
  return <StepResult key={`${results.runId}/${node.id}`} {...{ here, catalogue, results, node, steps }} />;
};

const RunData = ({ here: { store }, catalogue, results: { run } }: StepDataProps) => {
  const t = useTestingTexts();
  const texts = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  if (!run) return <div className="test-data" />;
  const failed = run.error?.node === undefined ? undefined : findNode(store.get().document, run.error.node);
  const place = { node: failed && nodeLabel(failed, catalogue, locale), connection: failed?.connection };
  return (
    <div className="test-data">
      <div className="test-columns">
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          <DataView title={t.eventData} value={run.trigger.data ?? null} root="trigger.data" none={r.data.empty} />
        </ScrollArea>
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          {run.error ? (
            <ErrorTold run={run.id} error={run.error} place={place} />
          ) : (
            <DataView
              title={texts.runs.output}
              value={run.output}
              none={isOver(run.status) ? r.data.empty : r.data.notYet}
            />
          )}
        </ScrollArea>
      </div>
    </div>
  );
};
