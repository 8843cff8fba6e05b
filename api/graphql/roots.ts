import type { Route } from '#api/frame/route.ts';
import { getApproval, listApprovals } from '../routes/approvals/approvals.ts';
import { getCallUsage } from '../routes/calls/calls.ts';
import { getConnection, listConnections } from '../routes/connections/connections.ts';
import { listRows } from '../routes/data-tables/rows.ts';
import { getTable, listTables } from '../routes/data-tables/tables.ts';
import { listEvents } from '../routes/events/list-events.ts';
import { getFlow, listFlows } from '../routes/flows/edit-flow.ts';
import { getVersion, listVersions } from '../routes/flows/flow-versions.ts';
import { listMembers } from '../routes/people/members.ts';
import { getRun, getTrace, listRunsRoute } from '../routes/runs/read-run.ts';

/** A field that a query begins at: a call of the API. */
export interface Root {
  name: string;
  route: Route;
  /** Of what it gives. */
  type: string;
  /** Where its answer holds a list; missing: it gives one thing. */
  list?: 'data' | 'steps';
  /** A list that is not longer than this. */
  most: number;
}

const one = (name: string, type: string, route: Route): Root => ({ name, type, route, most: 1 });
const list = (name: string, type: string, route: Route): Root => ({ name, type, route, list: 'data', most: 100 });

/** What is read by GraphQL is what these calls give, under their rights. */
export const ROOTS: readonly Root[] = [
  list('flows', 'Flow', listFlows),
  one('flow', 'FlowWithDraft', getFlow),
  list('versions', 'Version', listVersions),
  one('version', 'VersionWithDefinition', getVersion),
  list('runs', 'RunSummary', listRunsRoute),
  one('run', 'Run', getRun),
  { name: 'trace', type: 'Step', route: getTrace, list: 'steps', most: 100 },
  list('events', 'Event', listEvents),
  list('approvals', 'Approval', listApprovals),
  one('approval', 'ApprovalDetail', getApproval),
  list('connections', 'Connection', listConnections),
  one('connection', 'ConnectionDetail', getConnection),
  list('tables', 'Table', listTables),
  one('table', 'TableDetail', getTable),
  list('rows', 'Row', listRows),
  list('members', 'Member', listMembers),
  one('callUsage', 'CallUsage', getCallUsage),
];
