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
  /** When its secret was last written. */
  secretChangedAt: string;
  /** Of connections that a person signs in to; null: this is none. */
  signIn: SignInView | null;
}

export interface SignInView {
  /** `needed`: nobody did, or the other side takes it no more. */
  state: 'signed_in' | 'needed';
  /** Who, as the other side calls them. */
  account: string | null;
  at: string | null;
  /** Since when it has to be done again. */
  failedAt: string | null;
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
  secret_changed_at: Date;
  sign_in: { at: string | null; account: string | null; failed: string | null } | null;
}

export const CONNECTION_COLUMNS = sql`id, connector, name, config, hosts, created_by, created_at, updated_at, tested_at, test_error,
  secret_changed_at,
  (select json_build_object('at', signed_in_at, 'account', account, 'failed', failed_at)
    from oauth_tokens t where t.tenant_id = connections.tenant_id and t.connection_id = connections.id) as sign_in,
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
  secretChangedAt: row.secret_changed_at.toISOString(),
  signIn: row.config.grant === 'authorization_code' ? viewSignIn(row.sign_in) : null,
});

const instantOf = (text: string | null | undefined): string | null => (text ? new Date(text).toISOString() : null);

const viewSignIn = (kept: ConnectionRow['sign_in']): SignInView => {
  const [at, failedAt] = [instantOf(kept?.at), instantOf(kept?.failed)];
  return {
    state: at !== null && failedAt === null ? 'signed_in' : 'needed',
    account: kept?.account ?? null,
    at,
    failedAt,
  };
};
