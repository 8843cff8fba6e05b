import { ActionIcon, ScrollArea } from '@mantine/core';
import { useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Step } from '../api-types.ts';
import { StatusMark } from '../canvas/node-badges.tsx';
import { portLabel } from '../canvas/port-handles.tsx';
import { nodeLabel } from '../document/node-label.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { AttemptsList } from '../runs/attempts/attempts-list.tsx';
import { DataView } from '../runs/data/data-view.tsx';
import { ErrorTold } from '../runs/error-told.tsx';
import { useRunsTexts } from '../runs/runs-texts.ts';
import { spanBetween } from '../shell/times.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { EditedOutput } from './edited-output.tsx';
import { PinNote } from './pin-note.tsx';
import { staleNodes } from './stale.ts';
import { StepTools } from './step-tools.tsx';
import { wholeValue } from './testing-api.ts';
import type { TestResults } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';
import { WaitingHelp } from './waiting-help.tsx';

interface StepResultProps {
  here: TestingHere;
  catalogue: Catalogue;
  results: TestResults;
  node: FlowNode;
  /** One for each time that the node was reached; at least one. */
  steps: Step[];
}

/** Input beside output, of one round at a time; the output can be changed, and all that follows run again. */
export const StepResult = ({ here, catalogue, results, node, steps }: StepResultProps) => {
  const t = useTestingTexts();
  const texts = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const document = useEditor(here.store, (state) => state.document);
  const pins = useEditor(here.store, (state) => state.board.pins);
  const [round, setRound] = useState<number | null>(null);
  const [edited, setEdited] = useState<{ output: Json } | null>(null);
  const at = Math.min(round ?? steps.length - 1, steps.length - 1);
  const step = steps[at];
  if (!step) return null;
  const label = nodeLabel(node, catalogue, locale);
  // In a loop the name reads whichever round is under way.
  const root = step.path.length > 0 ? '' : `steps.${node.id}`;
  const none = step.endedAt === null ? r.data.notYet : r.data.empty;
  const isStale = staleNodes(results.ranOn, { document, pins }).has(node.id);
  const begin = async () => {
    try {
      setEdited({ output: await wholeValue(step.output) });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <div className="test-data">
      <div className="test-data-head">
        <StatusMark status={step.status} size={18} />
        <strong>{texts.stepStatus[step.status]}</strong>
        {step.port !== null && step.port !== 'out' && <span>{t.leftBy(portLabel(step.port, texts))}</span>}
        <span className="testing-took">{spanBetween(step.startedAt, step.endedAt, locale)}</span>
        {steps.length > 1 && <Rounds at={at} of={steps.length} onChange={setRound} />}
        <StepTools here={here} node={node} onEdit={edited ? undefined : () => void begin()} />
      </div>
      <PinNote here={here} catalogue={catalogue} node={node} />
      {isStale && (
        <p className="test-stale" title={t.staleHelp}>
          <Icon name="history" size={14} /> {t.stale}
        </p>
      )}
      {step.status === 'waiting' && <WaitingHelp runId={results.runId} node={node} />}
      <div className="test-columns">
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          <DataView title={t.input} value={step.input} none={r.data.empty} />
        </ScrollArea>
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          {edited ? (
            <EditedOutput
              output={edited.output}
              onDiscard={() => setEdited(null)}
              onRun={(output) => {
                const port = step.port === null || step.port === 'error' ? {} : { port: step.port };
                here.actions.again(node.id, { ...port, output });
              }}
            />
          ) : (
            <>
              {step.error && (
                <ErrorTold
                  run={results.runId}
                  error={step.error}
                  place={{ node: label, connection: node.connection }}
                />
              )}
              {(!step.error || step.output !== null) && (
                <DataView title={t.output} value={step.output} root={root} none={none} />
              )}
              {step.tries && <AttemptsList step={step} label={label} />}
            </>
          )}
        </ScrollArea>
      </div>
    </div>
  );
};

const Rounds = ({ at, of, onChange }: { at: number; of: number; onChange: (at: number) => void }) => {
  const t = useTestingTexts();
  return (
    <span className="test-rounds">
      <ActionIcon
        variant="default"
        size="sm"
        disabled={at === 0}
        aria-label={t.before}
        onClick={() => onChange(at - 1)}
      >
        <Icon name="chevron-left" size={13} />
      </ActionIcon>
      {t.round(at + 1, of)}
      <ActionIcon
        variant="default"
        size="sm"
        disabled={at === of - 1}
        aria-label={t.next}
        onClick={() => onChange(at + 1)}
      >
        <Icon name="chevron-right" size={13} />
      </ActionIcon>
    </span>
  );
};
