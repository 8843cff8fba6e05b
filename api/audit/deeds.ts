/**
 * What each call that is no GET writes into the audit, or the reason why it writes nothing. `none` comes first where a call may
 * succeed and change nothing. A test holds the list of routes against this one; where answers are checked (tests), each is
 * held against its row.
 */
export type Deeds = { writes: readonly string[]; mayWriteNothing?: true } | { none: string };

const writes = (...actions: string[]): Deeds => ({ writes: actions });
/** Asked again, or by way of an idempotency key, it may find everything done. */
const atMost = (...actions: string[]): Deeds => ({ writes: actions, mayWriteNothing: true });
const none = (why: string): Deeds => ({ none: why });

const OWN = "a person's own reading aid; nobody else sees it";
const ASKS = 'it only asks, and changes nothing';
const TRAFFIC = "customers' data, kept and versioned where they are; an entry for each would drown the deeds of people";

export const DEEDS: Readonly<Record<string, Deeds>> = {
  'POST /flows/validate': none(ASKS),
  'POST /flows/import': atMost('flow.create'),
  'POST /flows': atMost('flow.create'),
  'PUT /flows/{flow}/draft': none(
    'a draft runs nowhere, and is saved with every pause of typing; publishing is a deed',
  ),
  'PATCH /flows/{flow}': writes('flow.sort'),
  'DELETE /flows/{flow}': atMost('flow.archive'),
  'POST /flows/{flow}/restore': atMost('flow.restore'),
  'POST /flows/{flow}/publish': writes('flow.publish'),
  'POST /flows/{flow}/rollback': writes('flow.rollback'),
  'POST /flows/{flow}/schedule/pause': writes('schedule.pause'),
  'POST /flows/{flow}/schedule/resume': writes('schedule.resume'),
  'POST /flows/{flow}/presence': none('who has a page open, for half a minute'),
  'POST /runs/bulk': atMost('run.cancel', 'run.pause', 'run.resume', 'run.retry'),
  'POST /flows/{flow}/runs': none('the run itself is the record, with its trigger and its time'),
  'POST /runs/{run}/cancel': writes('run.cancel'),
  'POST /runs/{run}/pause': writes('run.pause'),
  'POST /runs/{run}/resume': writes('run.resume'),
  'POST /runs/{run}/retry': writes('run.retry'),
  'POST /saved-views': none(OWN),
  'DELETE /saved-views/{view}': none(OWN),
  'POST /files': none('bytes that nothing uses until a flow names them'),
  'POST /templates/{template}/use': atMost('flow.create'),
  'POST /kits/{kit}/use': atMost('flow.create'),
  'POST /events': none('the list of events is the record'),
  'POST /runs/{run}/events': none('the list of events is the record'),
  'POST /approvals/{approval}': writes('approval.decide'),
  'POST /connections': atMost('connection.create'),
  'PATCH /connections/{connection}': writes('connection.update'),
  'DELETE /connections/{connection}': writes('connection.delete'),
  'POST /connections/{connection}/test': none(ASKS),
  'POST /data-tables': atMost('table.create'),
  'PATCH /data-tables/{table}': writes('table.change'),
  'DELETE /data-tables/{table}': writes('table.delete'),
  'POST /data-tables/{table}/import': atMost('table.import'),
  'POST /data-tables/{table}/rows/delete': writes('table.delete_rows'),
  'POST /data-tables/{table}/rows': none(TRAFFIC),
  'PATCH /data-tables/{table}/rows/{row}': none(TRAFFIC),
  'DELETE /data-tables/{table}/rows/{row}': none(TRAFFIC),
  'PUT /ai/budget': writes('ai.budget'),
  'PUT /ai/help': writes('ai.help'),
  'POST /ai/help/test': none(ASKS),
  'POST /ai/help/draft': none('a proposal; what is taken of it is saved and published like any change'),
  'POST /ai/help/explain': none(ASKS),
  'POST /ai/help/mend': none('a proposal; what is taken of it is saved and published like any change'),
  'POST /ai/help/expression': none('a proposal; what is taken of it is saved and published like any change'),
  'POST /notifications/read': none(OWN),
  'POST /notifications/{notification}/read': none(OWN),
  'POST /push/subscriptions': none("a person's own browser"),
  'DELETE /push/subscriptions/{subscription}': none("a person's own browser"),
  'POST /node-types/{type}/test': writes('action.try'),
  'POST /session': none('sessions are listed with their address and their time'),
  'DELETE /session': none('sessions are listed with their address and their time'),
  'POST /api-keys': writes('api_key.create'),
  'DELETE /api-keys/{key}': writes('api_key.revoke'),
  'PATCH /api-keys/{key}': writes('api_key.change'),
  'POST /api-keys/{key}/rotate': writes('api_key.rotate'),
  'DELETE /api-keys/{key}/previous': writes('api_key.end_previous'),
  'POST /calls/{call}/replay': none('the call that is done again writes what it does'),
  'PATCH /members/{user}': atMost('member.role'),
  'DELETE /members/{user}': writes('member.remove', 'member.leave'),
  'POST /roles': atMost('role.create'),
  'PATCH /roles/{role}': writes('role.update'),
  'DELETE /roles/{role}': writes('role.delete'),
  'POST /invites/look': none(ASKS),
  'POST /invites/accept': writes('invite.accept'),
  'POST /invites': atMost('invite.create'),
  'POST /invites/{invite}/resend': writes('invite.resend'),
  'DELETE /invites/{invite}': writes('invite.revoke'),
  'POST /workspaces': atMost('tenant.create'),
  'POST /session/workspace': writes('session.enter'),
  'DELETE /workspaces/current': writes('member.leave'),
  'PATCH /tenant': writes('tenant.update'),
};
