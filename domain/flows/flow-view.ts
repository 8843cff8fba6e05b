import { type Board, readBoard } from '#flow/board.ts';
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
  /** The draft is not what is published. */
  unpublishedChanges: boolean;
  /** Type of the draft's trigger; null where it names none. */
  trigger: string | null;
  /** Where people keep it: a path with `/`. */
  folder: string | null;
  tags: string[];
  /** Over what the plan includes: nothing starts it. */
  frozen: boolean;
  /** What a person would need for what one run does. */
  minutesSaved: number | null;
}

export interface FlowView extends FlowSummary {
  /** Any JSON: a draft may be wrong. */
  draft: Json;
  /** Who saved it last; null: nobody since it was made. */
  draftBy: string | null;
  board: Board;
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
  unpublished_changes: boolean;
  trigger: string | null;
  folder: string | null;
  tags: string[];
  minutes_saved: string | null;
  draft_by: string | null;
  frozen: boolean;
}

/** With what the editor edits. */
export type DrawnFlowRow = FlowRow & { draft: Json; board: Json };

export const FLOW_COLUMNS = sql`id, slug, name, draft_revision, published_version, created_at, updated_at, archived_at,
  unpublished_changes, draft -> 'trigger' ->> 'type' as trigger, folder, tags, minutes_saved, draft_by,
  exists (select from frozen_items z
    where z.tenant_id = flows.tenant_id and z.kind = 'flow' and z.item_id = flows.id) as frozen`;

export const summarizeFlow = (row: FlowRow): FlowSummary => ({
  id: formatId('flw', row.id),
  slug: row.slug,
  name: row.name,
  draftRevision: row.draft_revision,
  publishedVersion: row.published_version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  archivedAt: row.archived_at?.toISOString() ?? null,
  unpublishedChanges: row.unpublished_changes,
  trigger: row.trigger,
  folder: row.folder,
  tags: row.tags,
  frozen: row.frozen,
  minutesSaved: row.minutes_saved === null ? null : Number(row.minutes_saved),
});

export const viewFlow = (row: DrawnFlowRow): FlowView => ({
  ...summarizeFlow(row),
  draft: row.draft,
  draftBy: row.draft_by,
  board: readBoard(row.board),
});

/** The document's name, if it has one that can be shown. */
export const nameIn = (definition: Json): string | null => {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return null;
  const { name } = definition;
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : null;
};
