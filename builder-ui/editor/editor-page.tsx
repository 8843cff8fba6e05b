import { Center, Loader } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../shell/session.ts';
import { ErrorState } from '../shell/states.tsx';
import { useCatalogue } from '../use-catalogue.ts';
import { BrokenDraft } from './broken-draft.tsx';
import { Editor } from './editor.tsx';
import { fetchAhead } from './fetch-ahead.ts';
import { type Opening, openDraft } from './open-draft.ts';

/** Loads a flow, and what this browser keeps of it, and everything that its editor needs before it can draw. */
export const EditorPage = ({ id }: { id: string }) => {
  const [opening, setOpening] = useState<Opening>();
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  const { catalogue, error: noTypes, reload } = useCatalogue();
  const session = useSession();
  const tenant = session?.tenant.id;
  const user = session?.user?.id ?? 'key';
  // Types that are loaded anew change nothing of what is open.
  const types = useRef(catalogue);
  types.current = catalogue;
  const ready = catalogue !== undefined && tenant !== undefined;
  useEffect(() => {
    if (!types.current || tenant === undefined || !ready) return;
    let over = false;
    setError(undefined);
    setOpening(undefined);
    openDraft({ tenant, user, flow: id }, types.current).then(
      (answer) => {
        if (!over) setOpening(answer);
        else if ('opened' in answer) answer.opened.keeper?.close();
      },
      (failure: unknown) => over || setError(failure),
    );
    return () => {
      over = true;
    };
  }, [id, round, ready, tenant, user]);
  const isOpen = opening !== undefined && 'opened' in opening;
  useEffect(() => (isOpen ? fetchAhead() : undefined), [isOpen]);
  const failure = error ?? noTypes;
  if (failure !== undefined && !opening) {
    const retry = () => {
      setRound((n) => n + 1);
      reload();
    };
    return <ErrorState error={failure} retry={retry} elsewhere />;
  }
  if (!opening || !catalogue) return <Drawing />;
  if ('broken' in opening) return <BrokenDraft loaded={opening.broken} onMended={() => setRound((n) => n + 1)} />;
  return (
    <ReactFlowProvider>
      <Editor key={opening.opened.flow.id} opened={opening.opened} catalogue={catalogue} />
    </ReactFlowProvider>
  );
};

const Drawing = () => (
  <Center h="100dvh">
    <Loader type="dots" />
  </Center>
);
