import type { Json, JsonObject } from '#flow/json.ts';
import { formatId, formatNullable } from '../ids.ts';

export type MessageStatus = 'received' | 'sending' | 'sent' | 'failed';

/** One message of a chat, in either direction. Times are ISO 8601 UTC. */
export interface MessageView {
  id: string;
  direction: 'in' | 'out';
  /** `text`, `photo`, `document`, `button`, …: what it is, in the channel's words. */
  kind: string;
  text: string;
  /** What the contact could choose from, where buttons were sent. */
  options: string[];
  status: MessageStatus;
  /** The code of the failure. */
  error: string | null;
  /** Who sent it, or who heard it first; null: nobody listened. */
  runId: string | null;
  at: string;
}

export interface MessageRow {
  id: string;
  seq: string;
  direction: 'in' | 'out';
  content: JsonObject;
  status: MessageStatus;
  error: string | null;
  run_id: string | null;
  created_at: Date;
}

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const asText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What is read of a message: its words, or the button that was pressed. */
export const textOf = (content: JsonObject): string => asText(content.text) || asText(asObject(content.button).text);

export const viewMessage = (row: MessageRow): MessageView => ({
  id: formatId('msg', row.id),
  direction: row.direction,
  kind: asText(row.content.kind) || 'text',
  text: textOf(row.content),
  options: Array.isArray(row.content.options) ? row.content.options.map(String) : [],
  status: row.status,
  error: row.error,
  runId: formatNullable('run', row.run_id),
  at: row.created_at.toISOString(),
});
