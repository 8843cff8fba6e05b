import type { JsonObject } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';
import { formatId } from '../ids.ts';

/** A connection as it may be read back: never with its secret. Times are ISO 8601 UTC. */
export interface ConnectionView {
  id: string;
  connector: string;
  name: string;
  config: JsonObject;
  /** Where the secret may go. */
  hosts: string[];
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  /** When it was last tried, and what went wrong. */
  testedAt: string | null;
  testError: string | null;
  /** Of the access token that is kept for it; null: none, or one whose end nobody told. */
  tokenExpiresAt: string | null;
}

export interface ConnectionRow {
  id: string;
  connector: string;
  name: string;
  config: JsonObject;
  hosts: string[];
  created_by: string;
  created_at: Date;
  updated_at: Date;
  tested_at: Date | null;
  test_error: string | null;
  token_expires_at: Date | null;
}

export const CONNECTION_COLUMNS = sql`id, connector, name, config, hosts, created_by, created_at, updated_at, tested_at, test_error,
  (select expires_at from oauth_tokens t where t.tenant_id = connections.tenant_id and t.connection_id = connections.id)
    as token_expires_at`;

export const viewConnection = (row: ConnectionRow): ConnectionView => ({
  id: formatId('con', row.id),
  connector: row.connector,
  name: row.name,
  config: row.config,
  hosts: row.hosts,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  testedAt: row.tested_at?.toISOString() ?? null,
  testError: row.test_error,
  tokenExpiresAt: row.token_expires_at?.toISOString() ?? null,
});
