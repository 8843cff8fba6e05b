import type { TenantDb } from '#prisma/with-tenant.ts';
import { lock } from '../locks.ts';

/** `Pedido acima de R$ 100` becomes `pedido-acima-de-r-100`. */
export const slugOf = (name: string): string => {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug || 'fluxo';
};

/** A slug that no other flow of the tenant has; holds the tenant's slugs until the transaction ends. */
export const freeSlug = async (db: TenantDb, name: string): Promise<string> => {
  await lock(db, ['flow-slugs']);
  const base = slugOf(name);
  const rows = await db.sql<{ slug: string }>`
    select slug from flows
    where tenant_id = ${db.tenant} and archived_at is null and (slug = ${base} or slug like ${`${base}-%`})`;
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(base)) return base;
  for (let n = 2; ; n += 1) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`;
};
