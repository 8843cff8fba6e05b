import { Center, Loader } from '@mantine/core';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { ApprovalsPage } from './approvals/approvals-page.tsx';
import { ConnectionsPage } from './connections/connections-page.tsx';
import { FlowsPage } from './flows/flows-page.tsx';
import { matchPath, navigate, usePlace } from './router.ts';
import { RunsPage } from './runs/runs-page.tsx';
import { Frame } from './shell/frame.tsx';
import { loadSession, useSession, useSessionError } from './shell/session.ts';
import { SignIn } from './shell/sign-in.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from './shell/states.tsx';
import { useTexts } from './texts/texts.ts';

// The canvas is most of the code; a list of flows does not wait for it.
const EditorPage = lazy(() => import('./editor/editor-page.tsx').then((module) => ({ default: module.EditorPage })));
const RunPage = lazy(() => import('./runs/run-page.tsx').then((module) => ({ default: module.RunPage })));

const AiPage = lazy(() => import('./ai/ai-page.tsx').then((module) => ({ default: module.AiPage })));
const ConversationsPage = lazy(() =>
  import('./conversations/conversations-page.tsx').then((module) => ({ default: module.ConversationsPage })),
);

const TablesPage = lazy(() => import('./tables/tables-page.tsx').then((module) => ({ default: module.TablesPage })));
const TablePage = lazy(() => import('./tables/table-page.tsx').then((module) => ({ default: module.TablePage })));

const Waiting = () => (
  <Center h="100dvh">
    <Loader type="dots" />
  </Center>
);

const pageFor = (path: string): ReactNode => {
  const editor = matchPath('/flows/:id', path);
  if (editor?.id) return <EditorPage key={editor.id} id={editor.id} />;
  const run = matchPath('/runs/:id', path);
  if (run?.id) return <RunPage key={run.id} id={run.id} />;
  const chat = matchPath('/conversations/:id', path);
  if (chat || path === '/conversations')
    return (
      <Frame wide>
        <Suspense fallback={<RowsSkeleton />}>
          <ConversationsPage id={chat?.id ?? null} />
        </Suspense>
      </Frame>
    );
  const table = matchPath('/data/:id', path);
  if (table?.id)
    return (
      <Frame wide>
        <Suspense fallback={<RowsSkeleton />}>
          <TablePage key={table.id} id={table.id} />
        </Suspense>
      </Frame>
    );
  const Page = LISTS[path] ?? NoPage;
  return (
    <Frame>
      <Suspense fallback={<RowsSkeleton />}>
        <Page />
      </Suspense>
    </Frame>
  );
};

const LISTS: Record<string, ComponentType> = {
  '/flows': FlowsPage,
  '/runs': RunsPage,
  '/approvals': ApprovalsPage,
  '/connections': ConnectionsPage,
  '/data': TablesPage,
  '/ai': AiPage,
};

const NoPage = () => {
  const t = useTexts();
  return <EmptyState icon="question" title={t.errors.noPage} text={t.errors.noPageHelp} />;
};

export const App = () => {
  const session = useSession();
  const error = useSessionError();
  const { path } = usePlace();
  useEffect(() => void loadSession(), []);
  useEffect(() => {
    if (path === '/') navigate('/flows', { replace: true });
  }, [path]);
  if (error !== undefined) return <ErrorState error={error} retry={() => void loadSession()} />;
  if (session === undefined) return <Waiting />;
  if (session === null) return <SignIn />;
  return <Suspense fallback={<Waiting />}>{pageFor(path === '/' ? '/flows' : path.replace(/\/$/, ''))}</Suspense>;
};
