import type { JsonObject } from '#flow/json.ts';
import { query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

export type BrandFont = 'inter' | 'system' | 'rounded' | 'serif';

/** Design tokens; what is left out is ours. */
export interface Brand {
  /** `#rrggbb` */
  primary?: string;
  radius?: number;
  font?: BrandFont;
  /** A picture as a `data:` address. */
  logo?: string;
}

/** `GET /v1/tenant` */
export interface Tenant {
  id: string;
  slug: string;
  name: string;
  plan: string;
  timezone: string;
  locale: string;
  settings: JsonObject;
  holidays: string[];
  brand: Brand;
  segment: string | null;
  onboardingStep: number;
  onboardedAt: string | null;
}

export interface LoadedTenant {
  tenant: Tenant;
  etag: string | null;
}

export type TenantChange = Partial<
  Pick<Tenant, 'name' | 'timezone' | 'locale' | 'settings' | 'holidays' | 'brand' | 'segment' | 'onboardingStep'>
> & { onboarded?: boolean };

export const loadTenant = async (): Promise<LoadedTenant> => {
  const { body, etag } = await send<Tenant>('/tenant');
  return { tenant: body, etag };
};

export const patchTenant = async (change: TenantChange, ifMatch: string | null): Promise<LoadedTenant> => {
  const { body, etag } = await send<Tenant>('/tenant', {
    method: 'PATCH',
    body: change,
    ...(ifMatch === null ? {} : { ifMatch }),
  });
  return { tenant: body, etag };
};

export interface Member {
  id: string;
  name: string;
  email: string;
  role: string;
  since: string;
  disabled: boolean;
}

export const listMembers = async (cursor?: string): Promise<Page<Member>> =>
  (await send<Page<Member>>(`/members${query({ cursor, limit: 100 })}`)).body;
