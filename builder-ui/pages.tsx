import type { ReactNode } from 'react';
import { matchPath } from './router.ts';
import { lazyPage } from './shell/lazy-part.tsx';

const Home = lazyPage(() => import('./home/home-page.tsx').then((page) => page.HomePage));
const Flows = lazyPage(() => import('./flows/flows-page.tsx').then((page) => page.FlowsPage));
const Editor = lazyPage(() => import('./editor/editor-page.tsx').then((page) => page.EditorPage));
const Runs = lazyPage(() => import('./runs/runs-page.tsx').then((page) => page.RunsPage));
const Run = lazyPage(() => import('./runs/run-page.tsx').then((page) => page.RunPage));
const Approvals = lazyPage(() => import('./approvals/approvals-page.tsx').then((page) => page.ApprovalsPage));
const Conversations = lazyPage(() =>
  import('./conversations/conversations-page.tsx').then((page) => page.ConversationsPage),
);
const Events = lazyPage(() => import('./events/events-page.tsx').then((page) => page.EventsPage));
const Tables = lazyPage(() => import('./tables/tables-page.tsx').then((page) => page.TablesPage));
const Table = lazyPage(() => import('./tables/table-page.tsx').then((page) => page.TablePage));
const Connections = lazyPage(() => import('./connections/connections-page.tsx').then((page) => page.ConnectionsPage));
const Gallery = lazyPage(() => import('./gallery/gallery-page.tsx').then((page) => page.GalleryPage));
const Template = lazyPage(() => import('./gallery/template-page.tsx').then((page) => page.TemplatePage));
const Kit = lazyPage(() => import('./gallery/kit-page.tsx').then((page) => page.KitPage));
const Admin = lazyPage(() => import('./admin/admin-page.tsx').then((page) => page.AdminPage));
const AdminBilling = lazyPage(() => import('./admin/billing/billing-page.tsx').then((page) => page.BillingPage));
const AdminSubscription = lazyPage(() =>
  import('./admin/billing/subscription-page.tsx').then((page) => page.SubscriptionPage),
);
const AdminLifecycle = lazyPage(() => import('./admin/billing/lifecycle-page.tsx').then((page) => page.LifecyclePage));
const Ai = lazyPage(() => import('./ai/ai-page.tsx').then((page) => page.AiPage));
const Developers = lazyPage(() => import('./developers/developers-page.tsx').then((page) => page.DevelopersPage));
const WebhookEndpoint = lazyPage(() => import('./webhooks/endpoint-page.tsx').then((page) => page.EndpointPage));
const Settings = lazyPage(() => import('./settings/settings-page.tsx').then((page) => page.SettingsPage));
const Plan = lazyPage(() => import('./plan/plan-page.tsx').then((page) => page.PlanPage));
const PlanInvoices = lazyPage(() => import('./plan/invoices-page.tsx').then((page) => page.InvoicesPage));
const PlanProfile = lazyPage(() => import('./plan/profile-page.tsx').then((page) => page.ProfilePage));
const PlanPaid = lazyPage(() => import('./plan/request-page.tsx').then((page) => page.SuccessPage));
const PlanNotPaid = lazyPage(() => import('./plan/request-page.tsx').then((page) => page.PayErrorPage));
const Account = lazyPage(() => import('./account/account-page.tsx').then((page) => page.AccountPage));
const Onboarding = lazyPage(() => import('./onboarding/onboarding-page.tsx').then((page) => page.OnboardingPage));

export interface PageEntry {
  pattern: string;
  /** What stands around it: menu and bar, the same over the whole width, or nothing. */
  frame: 'page' | 'wide' | 'none';
  page: { fetch: () => Promise<unknown> };
  draw: (params: Record<string, string>) => ReactNode;
}

export const PAGES: readonly PageEntry[] = [
  { pattern: '/home', frame: 'page', page: Home, draw: () => <Home /> },
  { pattern: '/flows', frame: 'page', page: Flows, draw: () => <Flows /> },
  { pattern: '/flows/:id', frame: 'none', page: Editor, draw: ({ id = '' }) => <Editor key={id} id={id} /> },
  { pattern: '/runs', frame: 'page', page: Runs, draw: () => <Runs /> },
  { pattern: '/runs/:id', frame: 'none', page: Run, draw: ({ id = '' }) => <Run key={id} id={id} /> },
  { pattern: '/approvals', frame: 'page', page: Approvals, draw: () => <Approvals /> },
  { pattern: '/conversations', frame: 'wide', page: Conversations, draw: () => <Conversations id={null} /> },
  {
    pattern: '/conversations/:id',
    frame: 'wide',
    page: Conversations,
    draw: ({ id = '' }) => <Conversations id={id} />,
  },
  { pattern: '/events', frame: 'page', page: Events, draw: () => <Events /> },
  { pattern: '/data', frame: 'page', page: Tables, draw: () => <Tables /> },
  { pattern: '/data/:id', frame: 'wide', page: Table, draw: ({ id = '' }) => <Table key={id} id={id} /> },
  { pattern: '/connections', frame: 'page', page: Connections, draw: () => <Connections /> },
  { pattern: '/templates', frame: 'page', page: Gallery, draw: () => <Gallery /> },
  { pattern: '/templates/:id', frame: 'page', page: Template, draw: ({ id = '' }) => <Template key={id} id={id} /> },
  { pattern: '/templates/kits/:id', frame: 'page', page: Kit, draw: ({ id = '' }) => <Kit key={id} id={id} /> },
  { pattern: '/ai', frame: 'page', page: Ai, draw: () => <Ai /> },
  { pattern: '/admin', frame: 'page', page: Admin, draw: () => <Admin /> },
  { pattern: '/admin/billing', frame: 'page', page: AdminBilling, draw: () => <AdminBilling part="figures" /> },
  {
    pattern: '/admin/billing/subscriptions/:tenant/run',
    frame: 'none',
    page: AdminLifecycle,
    draw: ({ tenant = '' }) => <AdminLifecycle key={tenant} tenant={tenant} />,
  },
  {
    pattern: '/admin/billing/subscriptions/:tenant',
    frame: 'page',
    page: AdminSubscription,
    draw: ({ tenant = '' }) => <AdminSubscription key={tenant} tenant={tenant} />,
  },
  {
    pattern: '/admin/billing/:part',
    frame: 'page',
    page: AdminBilling,
    draw: ({ part = '' }) => <AdminBilling part={part} />,
  },
  { pattern: '/welcome', frame: 'none', page: Onboarding, draw: () => <Onboarding /> },
  {
    pattern: '/developers/webhooks/:id',
    frame: 'page',
    page: WebhookEndpoint,
    draw: ({ id = '' }) => <WebhookEndpoint key={id} id={id} />,
  },
  { pattern: '/developers', frame: 'page', page: Developers, draw: () => <Developers tab="keys" /> },
  {
    pattern: '/developers/:tab',
    frame: 'page',
    page: Developers,
    draw: ({ tab = '' }) => <Developers tab={tab} />,
  },
  { pattern: '/plan', frame: 'page', page: Plan, draw: () => <Plan /> },
  { pattern: '/plan/invoices', frame: 'page', page: PlanInvoices, draw: () => <PlanInvoices /> },
  { pattern: '/plan/data', frame: 'page', page: PlanProfile, draw: () => <PlanProfile /> },
  { pattern: '/plan/success', frame: 'page', page: PlanPaid, draw: () => <PlanPaid /> },
  { pattern: '/plan/error', frame: 'page', page: PlanNotPaid, draw: () => <PlanNotPaid /> },
  { pattern: '/account', frame: 'page', page: Account, draw: () => <Account /> },
  { pattern: '/settings', frame: 'page', page: Settings, draw: () => <Settings part="general" /> },
  { pattern: '/settings/:part', frame: 'page', page: Settings, draw: ({ part = '' }) => <Settings part={part} /> },
];

export interface FoundPage {
  entry: PageEntry;
  params: Record<string, string>;
}

export const pageAt = (path: string): FoundPage | null => {
  for (const entry of PAGES) {
    const params = matchPath(entry.pattern, path);
    if (params) return { entry, params };
  }
  return null;
};
