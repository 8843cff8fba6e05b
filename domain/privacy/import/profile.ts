import { z } from 'zod';
import { plainJson } from '#prisma/plain-json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { RETENTION_KINDS, RETENTION_RULES, type RetentionKind } from '../retention.ts';
import { ArchiveRefused } from './archive-refused.ts';

const isTimezone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

const days = (kind: RetentionKind) => {
  const { least, most, endless } = RETENTION_RULES[kind];
  const chosen = z.int().min(least).max(most);
  return (endless ? chosen.nullable() : chosen).optional();
};

/** What of a tenant's own row comes along. Its plan, its address and its standing are those of the account that takes it in. */
const Profile = z.object({
  name: z.string().trim().min(1).max(100),
  timezone: z.string().max(64).refine(isTimezone),
  locale: z.enum(['pt-BR', 'en']),
  settings: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), z.unknown()),
  holidays: z.array(z.iso.date()).max(500),
  brand: z.strictObject({
    primary: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .optional(),
    radius: z.int().min(0).max(20).optional(),
    font: z.enum(['inter', 'system', 'rounded', 'serif']).optional(),
    logo: z
      .string()
      .regex(/^data:image\/(png|webp|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+=*$/)
      .max(100_000)
      .optional(),
  }),
  segment: z.string().max(60).nullable(),
  retention: z.strictObject({
    ...Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, days(kind)])),
    hold: z.boolean().optional(),
  }),
});
type Profile = z.infer<typeof Profile>;

/** @throws `ArchiveRefused` */
export const readProfile = (said: unknown): Profile => {
  const read = Profile.safeParse(said);
  if (read.success) return read.data;
  const { path = [], message } = read.error.issues[0] ?? {};
  throw new ArchiveRefused('archive_invalid', `manifest.json profile.${path.join('.')}: ${message}`);
};

export const writeProfile = async (db: TenantDb, profile: Profile): Promise<void> => {
  await db.sql`
    update tenants set name = ${profile.name}, timezone = ${profile.timezone}, locale = ${profile.locale},
      settings = ${plainJson(profile.settings)}::json, holidays = ${profile.holidays}::text[],
      brand = ${json(profile.brand)}::json, segment = ${profile.segment}, retention = ${json(profile.retention)}::json,
      onboarded_at = coalesce(onboarded_at, now()), revision = revision + 1
    where id = ${db.tenant}`;
};
