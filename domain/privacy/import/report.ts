import type { JsonObject } from '#flow/json.ts';

/** What of an archive does not come along as it was (docs/privacy.md says each in words, and so does the page). */
export const LEFT_OUT = [
  'flows_off',
  'triggers',
  'versions_without_plan',
  'connections_secret',
  'endpoints_off',
  'open_runs',
  'open_approvals',
  'unsent_messages',
  'people',
  'people_uninvited',
  'access_rules',
  'impersonations',
  'audit',
  'erased_contacts',
  'invoices',
  'files_missing',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** What an import did. */
export interface ImportReport {
  /** Of the manifest, SHA-256: names the archive. */
  archive: string;
  from: { slug: string; name: string; madeAt: string };
  rows: number;
  files: number;
  /** Rows by table. */
  counts: Record<string, number>;
  leftOut: Partial<Record<LeftOut, number>>;
  /** People who were invited. */
  invited: number;
}

export const reportJson = (report: ImportReport): JsonObject => JSON.parse(JSON.stringify(report)) as JsonObject;
