import { Center, Loader } from '@mantine/core';
import { type ComponentType, type ReactNode, Suspense, useEffect } from 'react';
import { pageAt } from './pages.tsx';
import { useUpgradePrompt } from './plan/upgrade-prompt.ts';
import { navigate, usePlace, whenHovered } from './router.ts';
import { CommandsOverPage } from './shell/command-bar/commands-over-page.tsx';
import { Frame } from './shell/frame.tsx';
import { lazyPage } from './shell/lazy-part.tsx';
import { PageBoundary } from './shell/page-boundary.tsx';
import { KEPT_INVITE, loadSession, type Session, useMay, useSession, useSessionError } from './shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from './shell/states.tsx';
import { useTenant } from './shell/tenant.ts';
import { useTexts } from './texts/texts.ts';

const SignIn = lazyPage(() => import('./sign-in/sign-in-page.tsx').then((page) => page.SignInPage));
const LinkPage = lazyPage(() => import('./sign-in/mailed-pages.tsx').then((page) => page.LinkPage));
const NewPasswordPage = lazyPage(() => import('./sign-in/mailed-pages.tsx').then((page) => page.NewPasswordPage));

const InvitePage = lazyPage(() => import('./people/invite-page.tsx').then((page) => page.InvitePage));
const BarredPage = lazyPage(() => import('./workspaces/barred-page.tsx').then((page) => page.BarredPage));
const ActingBanner = lazyPage(() => import('./workspaces/acting-banner.tsx').then((part) => part.ActingBanner));

const ElsewherePage = lazyPage(() => import('./sign-in/mailed-pages.tsx').then((page) => page.ElsewherePage));
const UpgradeModal = lazyPage(() => import('./plan/upgrade-modal.tsx').then((part) => part.UpgradeModal));

const SignUpPage = lazyPage(() => import('./sign-up/sign-up-page.tsx').then((page) => page.SignUpPage));
const SignUpLinkPage = lazyPage(() => import('./sign-up/sign-up-link-page.tsx').then((page) => page.SignUpLinkPage));

/** Where links of letters and providers lead, and visitors come: whoever is signed in here, or nobody. */
const MAILED: Record<string, ComponentType> = {
  '/sign-in-link': LinkPage,
  '/new-password': NewPasswordPage,
  '/invite': InvitePage,
  '/sign-up': SignUpPage,
  '/sign-up-link': SignUpLinkPage,
  '/sign-in-elsewhere': ElsewherePage,
};

const fetchPage = (path: string): void =>
  void pageAt(path)
    ?.entry.page.fetch()
    .catch(() => undefined);

whenHovered(fetchPage);

const AT_REST_MS = 1_500;

/** Whoever looks at the list of flows opens one of them soon: the editor is there by then. */
const useEditorAhead = (path: string): void => {
  useEffect(() => {
    if (path !== '/flows') return;
    const timer = setTimeout(() => fetchPage('/flows/any'), AT_REST_MS);
    return () => clearTimeout(timer);
  }, [path]);
};

const Waiting = () => (
  <Center h="100dvh">
    <Loader type="dots" />
  </Center>
);

const NoPage = () => {
  const t = useTexts();
  return <EmptyState level={1} icon="question" title={t.errors.noPage} text={t.errors.noPageHelp} />;
};

/** The page of an address in its frame; what it throws stays inside of it. */
const PageOf = ({ path }: { path: string }): ReactNode => {
  const found = pageAt(path);
  const frame = found?.entry.frame ?? 'page';
  const inner = (
    <PageBoundary place={path}>
      <Suspense fallback={frame === 'none' ? <Waiting /> : <RowsSkeleton />}>
        {found ? found.entry.draw(found.params) : <NoPage />}
      </Suspense>
    </PageBoundary>
  );
  return frame === 'none' ? inner : <Frame wide={frame === 'wide'}>{inner}</Frame>;
};

const FIRST_PAGE = '/home';

const WELCOME = '/welcome';

/** Whether the first steps of the tenant are still to be done, by who may do them. Links lead past them. */
const useWelcome = (): boolean => {
  const tenant = useTenant();
  return useMay('tenant:write') && tenant !== null && tenant.onboardedAt === null;
};

/** Whoever had to sign in for an invite goes on with it. */
const useKeptInvite = (session: Session, path: string): void => {
  useEffect(() => {
    if (session && path !== '/invite' && sessionStorage.getItem(KEPT_INVITE) !== null)
      navigate('/invite', { replace: true });
  }, [session, path]);
};

export const App = () => {
  const session = useSession();
  const error = useSessionError();
  const { path } = usePlace();
  useEffect(() => void loadSession(), []);
  const welcome = useWelcome();
  useEditorAhead(path);
  useEffect(() => {
    if (path === '/' || (welcome && path === FIRST_PAGE)) navigate(welcome ? WELCOME : FIRST_PAGE, { replace: true });
  }, [path, welcome]);
  useKeptInvite(session, path);
  const prompted = useUpgradePrompt() !== null;
  const Mailed = MAILED[path];
  if (Mailed || session === null) return <Suspense fallback={<Waiting />}>{Mailed ? <Mailed /> : <SignIn />}</Suspense>;
  if (error !== undefined) return <ErrorState error={error} retry={() => void loadSession()} />;
  if (session === undefined) return <Waiting />;
  // Where a second step is turned on, the tenant keeps nobody out.
  if (session.barred && path !== '/account')
    return (
      <Suspense fallback={<Waiting />}>
        <BarredPage me={session} barred={session.barred} />
      </Suspense>
    );
  return (
    <>
      <CommandsOverPage />
      {prompted && (
        <Suspense fallback={null}>
          <UpgradeModal />
        </Suspense>
      )}
      {session.impersonated && (
        <Suspense fallback={null}>
          <ActingBanner />
        </Suspense>
      )}
      <PageOf path={path === '/' ? FIRST_PAGE : path.replace(/\/$/, '')} />
    </>
  );
};
