import type { JsonObject } from '#flow/json.ts';
import type { Outcome } from '#flow/machine/protocol.ts';
import type { ApprovalStatus } from './approval-view.ts';

export interface DecidedRow {
  status: ApprovalStatus;
  decided_by: string | null;
  comment: string | null;
  field_values: JsonObject | null;
  closed_at: Date | null;
}

/** What a decided approval is to its node (`flow-language` §3); null where nobody has decided. */
export const outcomeOf = (row: DecidedRow): Outcome | null => {
  if (row.status !== 'approved' && row.status !== 'rejected') return null;
  const output = {
    decision: row.status,
    by: row.decided_by,
    at: row.closed_at?.toISOString() ?? null,
    comment: row.comment,
    fields: row.field_values ?? {},
  };
  return { kind: 'ok', output, port: row.status, attempts: 1 };
};
