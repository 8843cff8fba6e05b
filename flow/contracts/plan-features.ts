import type { Json } from '../json.ts';

/** Counted as they are used, and anew each month of the tenant's calendar. */
export const METERED = ['searches', 'messages', 'social_posts', 'runs'] as const;
export type Metered = (typeof METERED)[number];

/** Counted as they stand: what is deleted makes room. */
export const STANDING = [
  'flows',
  'chatbot_flows',
  'users',
  'storage_bytes',
  'workspaces',
  'connections',
  'whatsapp_instances',
  'machines',
  'alerts',
  'favorites',
  'crm_leads',
  'scrapers',
] as const;
export type Standing = (typeof STANDING)[number];

/** How much at a time: no count of it is kept. */
export const RATES = ['api_per_minute'] as const;
export type Rate = (typeof RATES)[number];

export type Limited = Metered | Standing | Rate;
export const LIMITED: readonly Limited[] = [...METERED, ...STANDING, ...RATES];

/** What a plan has or has not, or has in one of several ways: the ways stand from least to most. */
export const FEATURES = {
  execution_modes: ['web', 'hybrid', 'local_first'],
  scraper: ['shared', 'dedicated', 'premium', 'on_premise'],
  offline: ['none', 'basic', 'full'],
  api: ['none', 'limited', 'full'],
  analytics: ['none', 'advanced', 'bi'],
  export: null,
  white_label: null,
  ai: null,
} as const satisfies Record<string, readonly string[] | null>;
export type Feature = keyof typeof FEATURES;

export const isMetered = (name: string): name is Metered => (METERED as readonly string[]).includes(name);
export const isStanding = (name: string): name is Standing => (STANDING as readonly string[]).includes(name);
export const isLimited = (name: string): name is Limited => (LIMITED as readonly string[]).includes(name);
export const isFeature = (name: string): name is Feature => Object.hasOwn(FEATURES, name);

/** Where offers are looked for. */
export const MARKETPLACES = ['tiktok_shop', 'shopee', 'amazon', 'mercado_livre', 'hotmart', 'aliexpress'] as const;
export type Marketplace = (typeof MARKETPLACES)[number];

/** Whether a value of a feature is any at all: `none`, false and an empty list are not. */
export const hasFeature = (value: Json | undefined): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : value !== undefined && value !== null && value !== false && value !== 'none';

/** Parts of the product that plans bundle; pages, menus and the calls that make something of them follow. */
export const MODULES = [
  'flows',
  'conversations',
  'contacts',
  'whatsapp',
  'telegram',
  'webhooks',
  'api',
  'ai',
  'analytics',
  'search',
  'social',
  'crm',
  'scraper',
  'white_label',
] as const;
export type Module = (typeof MODULES)[number];

/**
 * What plans name and the product does not have yet: nothing asks for it, and what sells plans does not promise it. Whoever builds
 * one of them takes its name out.
 */
const NOT_YET: ReadonlySet<string> = new Set([
  ...['searches', 'alerts', 'favorites', 'social_posts', 'crm_leads', 'scrapers'],
  ...['execution_modes', 'scraper', 'analytics', 'white_label'],
  ...['contacts', 'search', 'social', 'crm'],
]);

/** Whether the product has what a limit, a feature or a part of it is called. */
export const isBuilt = (name: string): boolean => !NOT_YET.has(name);
