import { useSyncExternalStore } from 'react';
import type { Board } from '#flow/board.ts';
import type { FlowNode } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Run, Step } from '../api-types.ts';
import type { RanOn } from './stale.ts';

export type TestingTab = 'test' | 'simulator';

/** What the test in hand has come to. */
export interface TestResults {
  runId: string;
  run: Run | undefined;
  steps: readonly Step[];
  /** What it ran on: edits after it make its results old. */
  ranOn: RanOn;
  until: string | undefined;
}

export interface TestingState {
  open: boolean;
  tab: TestingTab;
  /** Id of the sample that is the event; null: the event of one's own. */
  sample: string | null;
  /** An event that no sample has; undefined: nobody has written one yet. */
  own: Json | undefined;
  /** What a webhook would bring beside its data. */
  headers: JsonObject;
  query: JsonObject;
  simulate: boolean;
  starting: boolean;
  results: TestResults | null;
  /** Steps that must give something before one step alone can run. */
  asking: { node: string; missing: FlowNode[] } | null;
  /** The node whose pin is being written. */
  pinning: string | null;
}

export interface TestingStore {
  get: () => TestingState;
  set: (change: Partial<TestingState>) => void;
  subscribe: (listener: () => void) => () => void;
}

const remembered = (flow: string): string => `trama.testData.${flow}`;

const lastOwn = (flow: string): Json | undefined => {
  try {
    const kept = localStorage.getItem(remembered(flow));
    return kept === null ? undefined : (JSON.parse(kept) as Json);
  } catch {
    return undefined;
  }
};

/**
 * The event that was written last is there when the flow is opened again, in this browser; before anybody wrote one, the
 * first sample that came with the flow.
 */
export const createTestingStore = (flow: string, { samples = [] }: Board): TestingStore => {
  const own = lastOwn(flow);
  let state: TestingState = {
    open: false,
    tab: 'test',
    sample: own === undefined ? (samples[0]?.id ?? null) : null,
    own,
    headers: {},
    query: {},
    simulate: false,
    starting: false,
    results: null,
    asking: null,
    pinning: null,
  };
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set: (change) => {
      if ('own' in change && change.own !== state.own) keep(flow, change.own);
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const keep = (flow: string, own: Json | undefined): void => {
  try {
    if (own === undefined) localStorage.removeItem(remembered(flow));
    else localStorage.setItem(remembered(flow), JSON.stringify(own));
  } catch {
    // A browser that keeps nothing: the event lives as long as the page.
  }
};

export const useTesting = <T>(store: TestingStore, pick: (state: TestingState) => T): T =>
  useSyncExternalStore(store.subscribe, () => pick(store.get()));
