import { allPages, api, at, query, send } from '../api-client.ts';
import type { Flow, FlowSummary, Page, RunStatus } from '../api-types.ts';

/** A flow as the list of flows shows it. */
export interface ListedFlow extends FlowSummary {
  unpublishedChanges: boolean;
  /** Over what the plan includes: nothing starts it. */
  frozen: boolean;
  /** Type of the draft's trigger. */
  trigger: string | null;
  folder: string | null;
  tags: string[];
  minutesSaved: number | null;
}

export interface FlowActivity {
  flowId: string;
  lastRun: { id: string; status: RunStatus; at: string };
  runs: number;
  failed: number;
  days: number[];
}

export interface FlowPlace {
  folder?: string | null;
  tags?: string[];
  minutesSaved?: number | null;
}

/** All of them: folders, tags and counts are made of the whole list, and filters answer at once. */
export const loadFlows = (): Promise<ListedFlow[]> =>
  allPages(async (cursor) => (await send<Page<ListedFlow>>(`/flows${query({ cursor, limit: 100 })}`)).body);

/** The archived ones, those that were archived last first. */
export const loadArchived = async (): Promise<ListedFlow[]> => {
  const flows = await allPages(
    async (cursor) => (await send<Page<ListedFlow>>(`/flows${query({ archived: 'true', cursor, limit: 100 })}`)).body,
  );
  return flows.toSorted((a, b) => (b.archivedAt ?? '').localeCompare(a.archivedAt ?? ''));
};

/** Takes an archived flow back, as a draft. */
export const restoreFlow = async (id: string): Promise<Flow> =>
  (await send<Flow>(`/flows/${at(id)}/restore`, { method: 'POST' })).body;

export const loadActivity = async (): Promise<Map<string, FlowActivity>> => {
  const { body } = await send<{ data: FlowActivity[] }>('/home/flows');
  return new Map(body.data.map((one) => [one.flowId, one]));
};

export const sortFlow = async (id: string, place: FlowPlace): Promise<void> => {
  await send(`/flows/${at(id)}`, { method: 'PATCH', body: place });
};

/** The draft as a new flow in the same place. */
export const duplicateFlow = async (from: ListedFlow, name: string): Promise<void> => {
  const { flow } = await api.flow(from.id);
  const made = await api.createFlow({ ...flow.draft, name });
  if (from.folder !== null || from.tags.length > 0)
    await sortFlow(made.id, { folder: from.folder, tags: from.tags, minutesSaved: from.minutesSaved });
};
