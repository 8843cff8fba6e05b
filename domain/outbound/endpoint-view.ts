import { sql } from '#prisma/sql.ts';
import { formatId } from '../ids.ts';
import type { SignatureKind } from './sign.ts';

export type DisabledReason = 'by_hand' | 'gone' | 'failing';

/** An endpoint as people see it: no secret is in it. Times are ISO 8601 UTC. */
export interface EndpointView {
  id: string;
  url: string;
  description: string;
  /** None: all. */
  eventTypes: string[];
  /** Of what belongs to a flow only these; none: all. */
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  signature: SignatureKind;
  publicKey: string | null;
  /** While a secret is being replaced: until when the one before it signs, too. */
  previousUntil: string | null;
  previousPublicKey: string | null;
  headers: Record<string, string>;
  /** Names of those whose values are secret. */
  secretHeaders: string[];
  enabled: boolean;
  disabledReason: DisabledReason | null;
  disabledAt: string | null;
  failingSince: string | null;
  lastSuccessAt: string | null;
  revision: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

export interface EndpointRow {
  id: string;
  url: string;
  description: string;
  event_types: string[];
  flow_ids: string[];
  in_order: boolean;
  rate_per_minute: number | null;
  signature: SignatureKind;
  public_key: string | null;
  previous_public_key: string | null;
  previous_until: Date | null;
  headers: Record<string, string>;
  secret_headers: string[];
  enabled: boolean;
  disabled_reason: DisabledReason | null;
  disabled_at: Date | null;
  failing_since: Date | null;
  last_success_at: Date | null;
  revision: number;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export const ENDPOINT_COLUMNS = sql`id, url, description, event_types, flow_ids, in_order, rate_per_minute, signature,
  public_key, case when previous_until > now() then previous_public_key end as previous_public_key,
  case when previous_until > now() then previous_until end as previous_until, headers, secret_headers, enabled,
  disabled_reason, disabled_at, failing_since, last_success_at, revision, created_by, created_at, updated_at`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** As people know it. */
export const titleOf = ({ description, url }: Pick<EndpointRow, 'description' | 'url'>): string =>
  description || new URL(url).host;

export const viewEndpoint = (row: EndpointRow): EndpointView => ({
  id: formatId('whe', row.id),
  url: row.url,
  description: row.description,
  eventTypes: row.event_types,
  flowIds: row.flow_ids.map((flow) => formatId('flw', flow)),
  inOrder: row.in_order,
  ratePerMinute: row.rate_per_minute,
  signature: row.signature,
  publicKey: row.public_key,
  previousUntil: iso(row.previous_until),
  previousPublicKey: row.previous_public_key,
  headers: row.headers,
  secretHeaders: row.secret_headers,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  disabledAt: iso(row.disabled_at),
  failingSince: iso(row.failing_since),
  lastSuccessAt: iso(row.last_success_at),
  revision: row.revision,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
