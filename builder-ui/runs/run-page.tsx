import { Center, Loader } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run, Step } from '../api-types.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { useMay } from '../shell/session.ts';
import { ErrorState } from '../shell/states.tsx';
import { useLocale } from '../texts/texts.ts';
import { useCatalogue } from '../use-catalogue.ts';
import { useQuery } from '../use-query.ts';
import { shownText, type Written } from './partial-text.ts';
import { RetryDialog } from './retry-dialog.tsx';
import { RunBoard } from './run-board.tsx';
import { RunHeader } from './run-header.tsx';
import { isOver } from './run-status.tsx';
import { RunSummary } from './run-summary.tsx';
import { useLiveRun } from './use-live-run.ts';

/** The document that the run follows. A draft is not kept with its run: then it is the draft as it is now. */
const useDocument = (run: Run | undefined, catalogue: Catalogue | undefined) =>
  useQuery(run && catalogue ? `document/${run.flowId}/${run.flowVersion ?? 'draft'}` : null, async () => {
    if (!run || !catalogue) throw new Error('asked before the run is known');
    const found =
      run.flowVersion === null
        ? (await api.flow(run.flowId)).flow.draft
        : (await api.version(run.flowId, run.flowVersion)).definition;
    return await withPlaces(found as FlowDocument, catalogue);
  });

export const RunPage = ({ id }: { id: string }) => {
  const live = useLiveRun(id);
  const types = useCatalogue();
  const document = useDocument(live.run, types.catalogue);
  const error = live.error ?? types.error ?? document.error;
  if (error !== undefined) return <ErrorState error={error} retry={live.reload} elsewhere />;
  if (!live.run || !types.catalogue || !document.data)
    return (
      <Center h="100dvh">
        <Loader type="dots" />
      </Center>
    );
  return (
    <ReactFlowProvider>
      <RunView
        run={live.run}
        steps={live.steps}
        writing={live.writing}
        connected={live.connected}
        document={document.data}
        catalogue={types.catalogue}
      />
    </ReactFlowProvider>
  );
};

interface RunViewProps {
  run: Run;
  steps: Step[];
  writing: ReadonlyMap<string, Written>;
  connected: boolean;
  document: FlowDocument;
  catalogue: Catalogue;
}

const namedTexts = (
  writing: RunViewProps['writing'],
  document: FlowDocument,
  catalogue: Catalogue,
  locale: Locale,
): [name: string, text: string][] =>
  [...writing].map(([node, written]) => {
    const found = findNode(document, node);
    return [found ? nodeLabel(found, catalogue, locale) : node, shownText(written)];
  });

const RunView = ({ run, steps, writing, connected, document, catalogue }: RunViewProps) => {
  const locale = useLocale();
  const [retrying, setRetrying] = useState<{ from: string | null } | null>(null);
  const maySteer = useMay('runs:write');
  const askRetry = isOver(run.status) && maySteer ? () => setRetrying({ from: run.error?.node ?? null }) : undefined;
  const about = { run, document, catalogue };
  return (
    <>
      <RunBoard
        {...{ ...about, steps, writing }}
        head={(views, narrow) => (
          <RunHeader {...{ ...about, connected, narrow }} onRetry={() => setRetrying({ from: null })}>
            {views}
          </RunHeader>
        )}
        summary={(onGoTo) => (
          <RunSummary
            {...{ ...about, onGoTo }}
            writing={namedTexts(writing, document, catalogue, locale)}
            {...(askRetry ? { onRetry: askRetry } : {})}
          />
        )}
        onRetry={maySteer ? (from) => setRetrying({ from }) : undefined}
      />
      {retrying && <RetryDialog {...about} from={retrying.from} onClose={() => setRetrying(null)} />}
    </>
  );
};
