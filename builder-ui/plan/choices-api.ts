import { send } from '../api-client.ts';
import type { Frozen } from './plan-api.ts';

/** What is chosen from, with the ETag that a choice names which was made by it. */
export interface Seen<T> {
  now: T;
  etag: string | null;
}

const look = async <T>(path: string): Promise<Seen<T>> => {
  const { body, etag } = await send<T>(`/subscription${path}`);
  return { now: body, etag };
};

/** A 412 where it is another by now than what was looked at. */
const choose = async <T>(path: string, choice: object, { etag }: Seen<T>): Promise<Seen<T>> => {
  const ifMatch = etag === null ? {} : { ifMatch: etag };
  const saved = await send<T>(`/subscription${path}`, { method: 'PUT', body: choice, ...ifMatch });
  return { now: saved.body, etag: saved.etag };
};

/** What is over the plan now, and what works in its place; empty: all fits. */
export type FrozenSeen = Seen<{ data: Frozen[] }>;
export const loadFrozen = (): Promise<FrozenSeen> => look('/frozen');
export const chooseWorking = (keep: Record<string, string[]>, seen: FrozenSeen): Promise<FrozenSeen> =>
  choose('/frozen', { keep }, seen);

export interface Marketplaces {
  all: string[];
  fixed: string[];
  chosen: string[];
  choose: number | 'all';
  changesAt: string | null;
}
export type MarketplacesSeen = Seen<Marketplaces>;
export const loadMarketplaces = (): Promise<MarketplacesSeen> => look('/marketplaces');
export const chooseMarketplaces = (chosen: string[], seen: MarketplacesSeen): Promise<MarketplacesSeen> =>
  choose('/marketplaces', { chosen }, seen);
