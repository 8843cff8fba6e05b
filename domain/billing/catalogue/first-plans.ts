import { MODULES } from '#flow/contracts/plan-features.ts';
import type { PlanBody } from './plan-body.ts';
import type { PlanHead } from './write-plan.ts';

/** What an installation sells at first; operators change it afterwards. */
type Seed = PlanHead & PlanBody;

const GIB = 1024 ** 3;
const MONTHS_OF_A_YEAR = 10;

const TERMS: PlanBody['terms'] = {
  trial: 'P14D',
  trialReminders: ['-P3D', '-P1D'],
  renewalReminders: ['-P3D'],
  dunning: [
    { after: 'PT0S', notice: 'payment_failed', access: 'full' },
    { after: 'P3D', notice: 'payment_failed_again', access: 'full' },
    { after: 'P7D', notice: 'payment_last_call', access: 'full' },
    { after: 'P10D', notice: null, access: 'read_only' },
  ],
  grace: 'P3D',
  tolerance: 'P1D',
};
const NO_TRIAL: PlanBody['terms'] = { ...TERMS, trial: null, trialReminders: [] };

const TAX_NOTE = {
  pt: 'Preços em reais, com impostos incluídos.',
  en: 'Prices in Brazilian reais, taxes included.',
};

const monthly = (amount: number): PlanBody['prices'] => [
  { interval: 'month', amount },
  { interval: 'year', amount: amount * MONTHS_OF_A_YEAR },
];
const ON_REQUEST: PlanBody['prices'] = [
  { interval: 'month', amount: null },
  { interval: 'year', amount: null },
];

/** All but a brand of one's own. */
const EVERYTHING: PlanBody['modules'] = MODULES.filter((one) => one !== 'white_label');

const COMPARISON: readonly Seed[] = [
  {
    ...{ tier: 'FREE', family: 'comparison', ranksAs: 'FREE', sort: 1, public: true },
    name: { pt: 'Grátis', en: 'Free' },
    description: { pt: 'Para experimentar, sem prazo.', en: 'To try things out, for as long as you like.' },
    limits: {
      ...{ searches: 50, alerts: 5, favorites: 20, whatsapp_instances: 1, messages: 100, chatbot_flows: 0 },
      ...{ crm_leads: 0, social_posts: 10, scrapers: 1, flows: 3, runs: 300, users: 2, storage_bytes: 100 * 1024 ** 2 },
      ...{ workspaces: 2, connections: 5, machines: 0, api_per_minute: 0 },
    },
    features: {
      ...{ execution_modes: ['web'], scraper: 'shared', offline: 'none', api: 'none', analytics: 'none' },
      ...{ export: false, white_label: false, ai: false },
    },
    modules: ['flows', 'conversations', 'contacts', 'whatsapp', 'telegram', 'webhooks', 'search', 'social'],
    marketplaces: { choose: 0, fixed: ['tiktok_shop'] },
    terms: NO_TRIAL,
    prices: monthly(0),
    usagePrices: [],
    taxNote: TAX_NOTE,
  },
  {
    ...{ tier: 'STARTER', family: 'comparison', ranksAs: 'STARTER', sort: 2, public: true },
    name: { pt: 'Inicial', en: 'Starter' },
    description: { pt: 'Para quem começa a vender.', en: 'For those who begin to sell.' },
    limits: {
      ...{ searches: 500, alerts: 50, favorites: -1, whatsapp_instances: 3, messages: 1_000, chatbot_flows: 5 },
      ...{ crm_leads: 500, social_posts: 100, scrapers: 2, flows: 10, runs: 5_000, users: 5, storage_bytes: 5 * GIB },
      ...{ workspaces: 3, connections: 20, machines: 1, api_per_minute: 600 },
    },
    features: {
      ...{ execution_modes: ['web', 'hybrid'], scraper: 'dedicated', offline: 'basic', api: 'limited' },
      ...{ analytics: 'advanced', export: false, white_label: false, ai: false },
    },
    modules: EVERYTHING.filter((one) => one !== 'ai'),
    marketplaces: { choose: 3, fixed: [] },
    terms: TERMS,
    prices: monthly(9_700),
    usagePrices: [],
    taxNote: TAX_NOTE,
  },
  {
    ...{ tier: 'BUSINESS', family: 'comparison', ranksAs: 'BUSINESS', sort: 3, public: true },
    name: { pt: 'Empresa', en: 'Business' },
    description: { pt: 'Sem limites onde se vende, e com IA.', en: 'No limits where you sell, and with AI.' },
    limits: {
      ...{ searches: -1, alerts: -1, favorites: -1, whatsapp_instances: -1, messages: -1, chatbot_flows: -1 },
      ...{ crm_leads: -1, social_posts: -1, scrapers: 3, flows: -1, runs: 50_000, users: 20, storage_bytes: 50 * GIB },
      ...{ workspaces: 10, connections: -1, machines: 3, api_per_minute: -1 },
    },
    features: {
      ...{ execution_modes: ['web', 'hybrid', 'local_first'], scraper: 'premium', offline: 'full', api: 'full' },
      ...{ analytics: 'bi', export: true, white_label: false, ai: true },
    },
    modules: EVERYTHING,
    marketplaces: { choose: 'all', fixed: [] },
    terms: TERMS,
    prices: monthly(29_700),
    usagePrices: [],
    taxNote: TAX_NOTE,
  },
  {
    ...{ tier: 'ENTERPRISE', family: 'comparison', ranksAs: 'ENTERPRISE', sort: 4, public: true },
    name: { pt: 'Corporativo', en: 'Enterprise' },
    description: { pt: 'Tudo, como você precisar.', en: 'Everything, the way you need it.' },
    limits: {},
    features: {
      ...{ execution_modes: ['web', 'hybrid', 'local_first'], scraper: 'on_premise', offline: 'full', api: 'full' },
      ...{ analytics: 'bi', export: true, white_label: true, ai: true },
    },
    modules: [...MODULES],
    marketplaces: { choose: 'all', fixed: [] },
    terms: NO_TRIAL,
    prices: ON_REQUEST,
    usagePrices: [],
    taxNote: TAX_NOTE,
  },
];

const TALK: PlanBody['modules'] = ['flows', 'conversations', 'contacts', 'whatsapp', 'telegram', 'webhooks', 'api'];

/** Parts of the product that plans for messaging do not have. */
const NOT_MESSAGING: PlanBody['limits'] = {
  ...{ searches: 0, alerts: 0, favorites: 0, social_posts: 0, crm_leads: 0, scrapers: 0, machines: 0 },
};

const messaging = (
  head: Pick<Seed, 'tier' | 'ranksAs' | 'sort' | 'name' | 'description'>,
  own: Pick<Seed, 'limits' | 'modules' | 'prices'> &
    Partial<Pick<Seed, 'features' | 'public' | 'usagePrices' | 'terms'>>,
): Seed => ({
  family: 'messaging',
  public: true,
  terms: TERMS,
  usagePrices: [],
  taxNote: TAX_NOTE,
  marketplaces: { choose: 0, fixed: [] },
  ...head,
  ...own,
  limits: { ...NOT_MESSAGING, ...own.limits },
  features: { execution_modes: ['web'], api: 'limited', analytics: 'none', export: true, ai: false, ...own.features },
});

const MESSAGING: readonly Seed[] = [
  messaging(
    {
      ...{ tier: 'MESSAGING_START', ranksAs: 'STARTER', sort: 1, name: { pt: 'Mensagens 1', en: 'Messaging 1' } },
      description: { pt: 'Cinco fluxos e dois números.', en: 'Five flows and two numbers.' },
    },
    {
      limits: {
        ...{ flows: 5, chatbot_flows: 5, runs: 1_000, whatsapp_instances: 2, messages: 1_000, users: 3 },
        ...{
          storage_bytes: 2 * GIB,
          workspaces: 2,
          connections: 10,
          api_per_minute: 300,
          searches: 0,
          social_posts: 0,
        },
      },
      modules: TALK,
      prices: monthly(9_700),
    },
  ),
  messaging(
    {
      ...{ tier: 'MESSAGING_TEAM', ranksAs: 'STARTER', sort: 2, name: { pt: 'Mensagens 2', en: 'Messaging 2' } },
      description: { pt: 'Vinte fluxos e cinco números.', en: 'Twenty flows and five numbers.' },
    },
    {
      limits: {
        ...{ flows: 20, chatbot_flows: 20, runs: 20_000, whatsapp_instances: 5, messages: 20_000, users: 10 },
        ...{
          storage_bytes: 10 * GIB,
          workspaces: 3,
          connections: 30,
          api_per_minute: 600,
          searches: 0,
          social_posts: 0,
        },
      },
      modules: [...TALK, 'analytics'],
      features: { analytics: 'advanced' },
      prices: monthly(19_700),
    },
  ),
  messaging(
    {
      ...{ tier: 'MESSAGING_BUSINESS', ranksAs: 'BUSINESS', sort: 3, name: { pt: 'Mensagens 3', en: 'Messaging 3' } },
      description: { pt: 'Fluxos e números sem limite, com IA.', en: 'Flows and numbers without limit, with AI.' },
    },
    {
      limits: { users: 30, storage_bytes: 50 * GIB, workspaces: 10, crm_leads: -1 },
      modules: [...TALK, 'analytics', 'ai', 'crm'],
      features: { api: 'full', analytics: 'advanced', ai: true },
      prices: monthly(49_700),
    },
  ),
  messaging(
    {
      ...{ tier: 'MESSAGING_SCALE', ranksAs: 'BUSINESS', sort: 4, name: { pt: 'Mensagens 4', en: 'Messaging 4' } },
      description: { pt: 'Tudo de mensagens, para equipes grandes.', en: 'All of messaging, for large teams.' },
    },
    {
      limits: { storage_bytes: 200 * GIB, crm_leads: -1, social_posts: -1 },
      modules: [...TALK, 'analytics', 'ai', 'crm', 'social'],
      features: { api: 'full', analytics: 'bi', ai: true },
      prices: monthly(99_700),
    },
  ),
  // Not on the page of plans: operators give it to whoever asks to pay by use.
  messaging(
    {
      ...{
        tier: 'MESSAGING_USAGE',
        ranksAs: 'STARTER',
        sort: 5,
        name: { pt: 'Mensagens por uso', en: 'Messaging by use' },
      },
      description: { pt: 'Paga-se o que passar do incluído.', en: 'What goes past the included is paid for.' },
    },
    {
      public: false,
      limits: {
        ...{ flows: 20, runs: 1_000, whatsapp_instances: 5, messages: 1_000, users: 10, storage_bytes: 10 * GIB },
        ...{ workspaces: 3, api_per_minute: 600 },
      },
      modules: TALK,
      prices: monthly(4_900),
      usagePrices: [
        { feature: 'runs', per: 100, amount: 150 },
        { feature: 'messages', per: 100, amount: 500 },
      ],
    },
  ),
];

export const FIRST_PLANS: readonly Seed[] = [...COMPARISON, ...MESSAGING];
