import type { Json, JsonObject } from '#flow/json.ts';
import type { Pin } from '#flow/machine/protocol.ts';
import { at, query, send } from '../api-client.ts';
import type { Page, Run } from '../api-types.ts';

/** What a test of the draft is asked with. It has no key and no queue, and no trigger of production sees it. */
export interface TestRun {
  data: Json;
  pins: Record<string, Pin>;
  /** What a webhook would bring beside its data. */
  headers?: JsonObject | undefined;
  query?: JsonObject | undefined;
  /** Only what leads to this node, and the node. */
  until?: string | undefined;
  /** Actions that have effects give examples, waits pass at once. */
  simulate: boolean;
}

export const startTest = async (flow: string, test: TestRun): Promise<Run> => {
  const { data, pins, until, simulate, headers, query: parameters } = test;
  const body = {
    data,
    version: 'draft',
    test: true,
    simulate,
    ...(Object.keys(pins).length > 0 ? { pins } : {}),
    ...(until === undefined ? {} : { until }),
    ...(headers ? { headers } : {}),
    ...(parameters ? { query: parameters } : {}),
  };
  return (await send<Run>(`/flows/${at(flow)}/runs`, { method: 'POST', body })).body;
};

/** An event for one run alone: no other run, and no trigger, hears of it. */
export const sendToRun = async (run: string, event: { name: string; data: Json }): Promise<void> => {
  await send(`/runs/${at(run)}/events`, { method: 'POST', body: event });
};

/** The latest runs of a flow, whose events can be tried again. */
export const latestRuns = async (flow: string): Promise<Run[]> =>
  (await send<Page<Run>>(`/runs${query({ flow, limit: 20 })}`)).body.data;

interface CutValue {
  $cut: true;
  href: string;
}

const isCut = (value: Json): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.$cut === true;

/** A value of a trace as it is; a long one is fetched, for a trace holds but its beginning. */
export const wholeValue = async (value: Json): Promise<Json> => {
  if (!isCut(value)) return value;
  const { href } = value as unknown as CutValue;
  return (await send<Json>(href.replace(/^\/v1/, ''))).body;
};
