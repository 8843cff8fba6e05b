import { failure } from '#flow/errors.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { uuidIn } from '../ids.ts';

/** What a tenant chose for the builder's AI help (docs/decisions/659). */
export interface HelpSettings {
  enabled: boolean;
  /** Of a language model; null: the tenant's oldest, else the operator's. */
  connection: string | null;
  /** null: the connection's own. */
  model: string | null;
}

export const getHelpSettings = async (db: TenantDb): Promise<HelpSettings> => {
  const [row] = await db.sql<{ ai_help: Partial<HelpSettings> }>`select ai_help from tenants where id = ${db.tenant}`;
  return { enabled: true, connection: null, model: null, ...row?.ai_help };
};

/** @throws `missing_connection` where the tenant has no such connection of a language model */
export const setHelpSettings = async (db: TenantDb, settings: HelpSettings, by: string): Promise<void> => {
  const { enabled, connection, model } = settings;
  if (connection !== null) {
    const [known] = await db.sql<{ id: string }>`
      select id from connections
      where tenant_id = ${db.tenant} and id = ${uuidIn('con', connection)} and connector = 'ai'`;
    if (!known)
      throw failure(
        'missing_connection',
        'Esta conexão com um modelo de linguagem não existe.',
        'There is no such connection to a language model.',
      );
  }
  await db.sql`update tenants set ai_help = ${json({ enabled, connection, model })}::json where id = ${db.tenant}`;
  await appendAudit(db, {
    ...{ actor: by, action: 'ai.help', target: db.tenantId },
    data: { enabled, connection, model },
  });
};
