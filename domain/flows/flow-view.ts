import type { Json } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';
import { formatId } from '../ids.ts';

/** A flow as lists show it. Times are ISO 8601 UTC. */
export interface FlowSummary {
  id: string;
  slug: string;
  name: string;
  /** The ETag of the draft. */
  draftRevision: number;
  publishedVersion: number | null;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
}

export interface FlowView extends FlowSummary {
  /** Any JSON: a draft may be wrong. */
  draft: Json;
}

export interface FlowRow {
  id: string;
  slug: string;
  name: string;
  draft_revision: number;
  published_version: number | null;
  created_at: Date;
  updated_at: Date;
  archived_at: Date | null;
}

export const FLOW_COLUMNS = sql`id, slug, name, draft_revision, published_version, created_at, updated_at, archived_at`;

export const summarizeFlow = (row: FlowRow): FlowSummary => ({
  id: formatId('flw', row.id),
  slug: row.slug,
  name: row.name,
  draftRevision: row.draft_revision,
  publishedVersion: row.published_version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  archivedAt: row.archived_at?.toISOString() ?? null,
});

export const viewFlow = (row: FlowRow & { draft: Json }): FlowView => ({ ...summarizeFlow(row), draft: row.draft });

/** The document's name, if it has one that can be shown. */
export const nameIn = (definition: Json): string | null => {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return null;
  const { name } = definition;
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : null;
};
