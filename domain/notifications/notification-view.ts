import type { NoteLevel } from '#flow/contracts/notifications.ts';
import { sql } from '#prisma/sql.ts';
import { formatId, formatNullable } from '../ids.ts';

/** A notice as its reader sees it. Times are ISO 8601 UTC. */
export interface NotificationView {
  id: string;
  title: string;
  body: string;
  level: NoteLevel;
  /** Where it leads: a path of the builder or an https address. */
  link: string | null;
  runId: string | null;
  flowId: string | null;
  createdAt: string;
  readAt: string | null;
}

export interface NotificationRow {
  id: string;
  title: string;
  body: string;
  level: NoteLevel;
  link: string | null;
  run_id: string | null;
  flow_id: string | null;
  created_at: Date;
  read_at: Date | null;
}

export const NOTIFICATION_COLUMNS = sql`id, title, body, level, link, run_id, flow_id, created_at, read_at`;

export const viewNotification = (row: NotificationRow): NotificationView => {
  const runId = formatNullable('run', row.run_id);
  return {
    id: formatId('ntf', row.id),
    title: row.title,
    body: row.body,
    level: row.level,
    link: row.link ?? (runId === null ? null : `/runs/${runId}`),
    runId,
    flowId: formatNullable('flw', row.flow_id),
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
};
