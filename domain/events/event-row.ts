import type { Json } from '#flow/json.ts';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import { formatId } from '../ids.ts';

export interface EventRow {
  id: string;
  name: string;
  key: string | null;
  data: Json;
  source: string;
  received_at: Date;
}

export const eventOf = (row: EventRow): FlowEvent => ({
  id: formatId('evt', row.id),
  name: row.name,
  key: row.key,
  data: row.data,
  source: row.source,
  receivedAt: row.received_at.toISOString(),
});
