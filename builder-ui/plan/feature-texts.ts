import type { Locale } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';
import { amountOf } from './money.ts';

const pt = {
  /** Names of what is counted. */
  limits: {
    searches: 'Buscas de preço',
    messages: 'Mensagens',
    social_posts: 'Posts em redes sociais',
    runs: 'Execuções',
    flows: 'Fluxos',
    chatbot_flows: 'Fluxos de chatbot',
    users: 'Pessoas na conta',
    storage_bytes: 'Espaço para arquivos',
    workspaces: 'Contas da mesma pessoa',
    connections: 'Conexões',
    whatsapp_instances: 'Números de WhatsApp',
    machines: 'Computadores sem internet',
    alerts: 'Alertas de preço',
    favorites: 'Favoritos',
    crm_leads: 'Contatos no CRM',
    scrapers: 'Coletores de preço',
    api_per_minute: 'Chamadas da API por minuto',
  },
  /** What is counted beside them, and stands on no plan's card. */
  beside: { webhook_endpoints: 'Endereços de webhooks' },
  features: {
    execution_modes: 'Onde roda',
    scraper: 'Coleta de preços',
    offline: 'Uso sem internet',
    api: 'API',
    analytics: 'Análises',
    export: 'Exportar dados',
    white_label: 'Sua marca no lugar da nossa',
    ai: 'Inteligência artificial',
  },
  values: {
    web: 'na web',
    hybrid: 'híbrido',
    local_first: 'no computador primeiro',
    shared: 'compartilhada',
    dedicated: 'dedicada',
    premium: 'premium',
    on_premise: 'na sua empresa',
    none: 'não tem',
    basic: 'básico',
    limited: 'com limite de chamadas',
    full: 'completo',
    advanced: 'avançadas',
    bi: 'painéis e relatórios sob medida',
  },
  marketplaces: {
    tiktok_shop: 'TikTok Shop',
    shopee: 'Shopee',
    amazon: 'Amazon',
    mercado_livre: 'Mercado Livre',
    hotmart: 'Hotmart',
    aliexpress: 'AliExpress',
  },
  modules: {
    flows: 'Fluxos',
    conversations: 'Conversas',
    contacts: 'Contatos',
    whatsapp: 'WhatsApp',
    telegram: 'Telegram',
    webhooks: 'Webhooks',
    api: 'API',
    ai: 'IA',
    analytics: 'Análises',
    search: 'Busca de preços',
    social: 'Redes sociais',
    crm: 'CRM',
    scraper: 'Coleta de preços',
    white_label: 'Marca própria',
  },
  unlimited: 'sem limite',
  perMonth: 'por mês',
  allMarketplaces: 'Todos os marketplaces',
  chosenMarketplaces: (n: number) => (n === 1 ? '1 marketplace à escolha' : `${n} marketplaces à escolha`),
  and: ' e ',
};

const en: typeof pt = {
  limits: {
    searches: 'Price searches',
    messages: 'Messages',
    social_posts: 'Social posts',
    runs: 'Runs',
    flows: 'Flows',
    chatbot_flows: 'Chatbot flows',
    users: 'People in the account',
    storage_bytes: 'Room for files',
    workspaces: 'Accounts of one person',
    connections: 'Connections',
    whatsapp_instances: 'WhatsApp numbers',
    machines: 'Computers without internet',
    alerts: 'Price alerts',
    favorites: 'Favourites',
    crm_leads: 'Contacts in the CRM',
    scrapers: 'Price collectors',
    api_per_minute: 'API calls a minute',
  },
  beside: { webhook_endpoints: 'Webhook endpoints' },
  features: {
    execution_modes: 'Where it runs',
    scraper: 'Price collection',
    offline: 'Use without internet',
    api: 'API',
    analytics: 'Analytics',
    export: 'Export of data',
    white_label: 'Your brand in place of ours',
    ai: 'Artificial intelligence',
  },
  values: {
    web: 'on the web',
    hybrid: 'hybrid',
    local_first: 'on the computer first',
    shared: 'shared',
    dedicated: 'dedicated',
    premium: 'premium',
    on_premise: 'at your company',
    none: 'none',
    basic: 'basic',
    limited: 'with a limit of calls',
    full: 'full',
    advanced: 'advanced',
    bi: 'dashboards and reports of your own',
  },
  marketplaces: pt.marketplaces,
  modules: {
    flows: 'Flows',
    conversations: 'Conversations',
    contacts: 'Contacts',
    whatsapp: 'WhatsApp',
    telegram: 'Telegram',
    webhooks: 'Webhooks',
    api: 'API',
    ai: 'AI',
    analytics: 'Analytics',
    search: 'Price search',
    social: 'Social networks',
    crm: 'CRM',
    scraper: 'Price collection',
    white_label: 'A brand of your own',
  },
  unlimited: 'without limit',
  perMonth: 'a month',
  allMarketplaces: 'All marketplaces',
  chosenMarketplaces: (n) => (n === 1 ? '1 marketplace of choice' : `${n} marketplaces of choice`),
  and: ' and ',
};

export type FeatureTexts = typeof pt;
export const featureTexts = (locale: Locale): FeatureTexts => (locale === 'en' ? en : pt);
export const useFeatureTexts = (): FeatureTexts => featureTexts(useLocale());

const named = (names: Record<string, string>, key: string): string => names[key] ?? key.replaceAll(/[_.-]/g, ' ');

/** What a limit, a feature or a part of the product is called; a name that the server knows and this page does not reads as it is. */
export const featureName = (t: FeatureTexts, key: string): string =>
  named({ ...t.modules, ...t.features, ...t.beside, ...t.limits }, key.replace(/^(module|feature|limit)[.:]/, ''));
export const moduleName = (t: FeatureTexts, key: string): string => named(t.modules, key);
export const marketplaceName = (t: FeatureTexts, key: string): string => named(t.marketplaces, key);

/** How much of something: `5.000`, `100 MB`, `sem limite`. */
export const limitText = (t: FeatureTexts, feature: string, limit: number, locale: Locale): string =>
  limit < 0 ? t.unlimited : amountOf(feature, limit, locale);

/** What a feature is in a plan; null: it is not there. */
export const valueText = (
  t: FeatureTexts,
  value: boolean | string | string[] | null | undefined,
): string | true | null => {
  if (value === true) return true;
  if (!value || value === 'none') return null;
  if (typeof value === 'string') return named(t.values, value);
  return value.length === 0 ? null : value.map((one) => named(t.values, one)).join(', ');
};
