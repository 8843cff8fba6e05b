import type { Json, JsonObject } from '#flow/json.ts';
import { query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

/** `GET /v1/audit` */
export interface AuditEntry {
  seq: number;
  at: string;
  actor: string;
  actorName: string | null;
  impersonator: string | null;
  action: string;
  target: string;
  targetKind: string | null;
  targetName: string | null;
  data: JsonObject;
  changes: Record<string, { before: Json; after: Json }> | { cut: true; bytes: number } | null;
  via: string | null;
  ip: string | null;
  userAgent: string | null;
  traceId: string | null;
}

/** As the address has it; empty: any. */
export interface AuditFilter {
  q: string;
  actor: string;
  kind: string;
  /** `2026-11-21` */
  from: string;
  to: string;
}

const dayAfter = (day: string): string => {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + 1);
  return date.toISOString();
};

/** Days are whole days of who looks. */
const asked = ({ from, to, ...rest }: AuditFilter) => ({
  ...rest,
  from: from === '' ? '' : new Date(`${from}T00:00:00`).toISOString(),
  to: to === '' ? '' : dayAfter(to),
});

export const listAudit = async (filter: AuditFilter, cursor?: string): Promise<Page<AuditEntry>> =>
  (await send<Page<AuditEntry>>(`/audit${query({ ...asked(filter), limit: 50, cursor })}`)).body;

export const listActors = async (): Promise<{ actor: string; name: string | null }[]> =>
  (await send<{ data: { actor: string; name: string | null }[] }>('/audit/actors')).body.data;

export interface Verdict {
  fault: { kind: string; seq: number } | null;
  entries: number;
  head: { seq: number; hash: string; at: string } | null;
}

export const verifyChain = async (): Promise<Verdict> => (await send<Verdict>('/audit/verification')).body;

/** Where the browser fetches a file of all that the filter means. */
export const exportAddress = (filter: AuditFilter, format: 'csv' | 'jsonl'): string =>
  `/v1/audit/export${query({ ...asked(filter), format })}`;
