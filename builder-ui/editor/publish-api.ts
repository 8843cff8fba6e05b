import { useMemo } from 'react';
import { at, send } from '../api-client.ts';
import { listMembers } from '../settings/tenant-api.ts';
import { useQuery } from '../use-query.ts';

/** What the published version listens to and how that stands, and which runs are open. */
export interface Listening {
  version: number | null;
  /** Of the trigger; null: nothing is published. */
  type: string | null;
  state: 'off' | 'publishing' | 'live' | 'failed';
  /** Of `failed`: `no_account`, `receive_off`, or what the other side says. */
  why: string | null;
  /** Where others call it. */
  webhook: string | null;
  /** By which messages come in. */
  connection: string | null;
  nextAt: string | null;
  /** Newest version first. */
  openRuns: { version: number; runs: number }[];
}

export const listening = async (flow: string): Promise<Listening> =>
  (await send<Listening>(`/flows/${at(flow)}/listening`)).body;

/** Names of people by what versions know them as; empty for who may not see the people. */
export const usePeople = (): ReadonlyMap<string, string> => {
  const { data } = useQuery('people', async () => (await listMembers()).data);
  return useMemo(() => new Map(data?.map(({ id, name, email }) => [`user:${id}`, name || email])), [data]);
};
