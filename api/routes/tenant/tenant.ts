import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { instant, json } from '#api/schemas/common.ts';
import { changeProfile, getProfile, type TenantProfile } from '#domain/tenants/tenant-profile.ts';
import { faultWords } from '#flow/fault-words.ts';
import type { JsonObject } from '#flow/json.ts';

const MOST_SETTINGS = 200;
const LOGO_LIMIT = 100_000;

const brand = z.strictObject({
  primary: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .describe('Colour of what is pressed; shades follow from it, dark enough to be read'),
  radius: z.int().min(0).max(20).optional().describe('Pixels'),
  font: z.enum(['inter', 'system', 'rounded', 'serif']).optional(),
  logo: z
    .string()
    .regex(/^data:image\/(png|webp|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+=*$/)
    .max(LOGO_LIMIT)
    .optional()
    .describe('A picture of at most 100,000 characters as a `data:` address'),
});

const view = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  plan: z.string(),
  timezone: z.string().describe('IANA'),
  locale: z.string(),
  settings: json.meta({ type: 'object' }).describe('What flows read as `tenant.settings`'),
  holidays: z.array(z.string()),
  brand,
  segment: z.string().nullable().describe('The kind of business'),
  onboardingStep: z.int(),
  onboardedAt: instant.nullable().describe('null: the first steps are not over'),
});

const isTimezone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

const settingName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
const settings = z
  .record(settingName, json)
  .refine(
    (all) => Object.keys(all).length <= MOST_SETTINGS,
    faultWords('No máximo 200 configurações', 'At most 200 settings'),
  )
  .transform((all) => all as JsonObject);

const shown = ({ revision: _revision, ...profile }: TenantProfile) => profile;

export const getTenant = route({
  method: 'get',
  path: '/tenant',
  tag: 'Account',
  summary: 'The tenant: name, time zone, settings that flows read, brand',
  output: { 200: view },
  scopes: ['tenant:read'],
  handle: async ({ caller }, deps) => {
    const profile = await deps.database.withTenant(caller.tenant.id, getProfile);
    return ok(shown(profile), { ETag: etagOf(profile.revision) });
  },
});

export const changeTenant = route({
  method: 'patch',
  path: '/tenant',
  tag: 'Account',
  summary: 'Change the tenant',
  description:
    'What is left out stays. With `If-Match` it is 412 where somebody changed it before. Never put a secret into `settings`: flows, and whoever may read them, see it.',
  body: z.strictObject({
    name: z.string().trim().min(1).max(100).optional(),
    timezone: z
      .string()
      .max(64)
      .refine(isTimezone, faultWords('Este fuso horário não existe', 'There is no such time zone'))
      .optional(),
    locale: z.enum(['pt-BR', 'en']).optional(),
    settings: settings.optional(),
    holidays: z.array(z.iso.date()).max(500).optional(),
    brand: brand.optional(),
    segment: z.string().trim().max(60).nullable().optional(),
    onboardingStep: z.int().min(0).max(20).optional(),
    onboarded: z.boolean().optional().describe('Whether the first steps are over'),
  }),
  output: { 200: view },
  errors: ['stale'],
  scopes: ['tenant:write'],
  handle: async ({ caller, body, request }, deps) => {
    const how = { revision: revisionIn(request.header('if-match')), by: caller.principal };
    const profile = await deps.database.withTenant(caller.tenant.id, (db) => changeProfile(db, body, how));
    return ok(shown(profile), { ETag: etagOf(profile.revision) });
  },
});
