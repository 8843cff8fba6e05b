import { Center, Loader } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api, type LoadedFlow } from '../api-client.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { asDrawable } from '../document/read-document.ts';
import { ErrorState } from '../shell/states.tsx';
import { useCatalogue } from '../use-catalogue.ts';
import { BrokenDraft } from './broken-draft.tsx';
import { Editor } from './editor.tsx';

/** Loads a flow and everything that its editor needs before it can draw. */
export const EditorPage = ({ id }: { id: string }) => {
  const [flow, setFlow] = useState<LoadedFlow>();
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  const types = useCatalogue();
  useEffect(() => {
    let over = false;
    setError(undefined);
    api
      .flow(id)
      .then((answer) => over || setFlow(answer))
      .catch((failure: unknown) => over || setError(failure));
    return () => {
      over = true;
    };
  }, [id, round]);
  const failure = error ?? types.error;
  if (failure !== undefined && (!flow || !types.catalogue)) {
    const retry = () => {
      setRound((n) => n + 1);
      types.reload();
    };
    return <ErrorState error={failure} retry={retry} elsewhere />;
  }
  if (!flow || !types.catalogue) return <Drawing />;
  const draft = asDrawable(flow.flow.draft);
  if ('fault' in draft) return <BrokenDraft loaded={flow} onMended={() => setRound((n) => n + 1)} />;
  return <PlacedEditor loaded={flow} draft={draft.document} catalogue={types.catalogue} />;
};

const Drawing = () => (
  <Center h="100dvh">
    <Loader type="dots" />
  </Center>
);

/** A document that an API client or an AI wrote has no places: it is laid out before it is shown. */
interface PlacedEditorProps {
  loaded: LoadedFlow;
  draft: FlowDocument;
  catalogue: Catalogue;
}

const PlacedEditor = ({ loaded, draft, catalogue }: PlacedEditorProps) => {
  const [document, setDocument] = useState<FlowDocument>();
  // What is drawn afterwards is the editor's own; the draft is read once.
  const first = useRef(draft);
  useEffect(() => {
    let over = false;
    void withPlaces(first.current, catalogue).then((placed) => over || setDocument(placed));
    return () => {
      over = true;
    };
  }, [catalogue]);
  return document ? (
    <ReactFlowProvider>
      <Editor loaded={loaded} document={document} catalogue={catalogue} />
    </ReactFlowProvider>
  ) : (
    <Drawing />
  );
};
