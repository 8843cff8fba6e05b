import type { Json } from '#flow/json.ts';
import type { Pin } from '#flow/machine/protocol.ts';
import { api } from '../api-client.ts';
import { findNode } from '../document/connect.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import { toastError } from '../shell/toasts.tsx';
import { boardPins, canPin, pinOfStep, pinsBefore, pinsBeside, withoutPin, withoutPins, withPin } from './pins.ts';
import { eventNow } from './test-event.ts';
import { startTest, wholeValue } from './testing-api.ts';
import type { TestingStore } from './testing-store.ts';

/** What can be done to try a flow. Each run is a test of the draft as it is on the screen. */
export interface TestingActions {
  /** The whole draft. */
  test: () => void;
  /** Opens the drawer; what was never tried is not run before somebody has seen with what. */
  testOrOpen: () => void;
  until: (node: string) => void;
  /** The step alone; asks where what comes before it has given nothing yet. `given`: what those give. */
  only: (node: string, given?: Record<string, Pin>) => void;
  /** The step and what follows, with all else as it was; `edited`: what the step gives in place of running. */
  again: (node: string, edited?: Pin) => void;
  /** Another event, all runs. */
  withData: (data: Json) => void;
  pinLast: (node: string) => void;
  unpin: (node: string) => void;
  unpinAll: () => void;
  cancel: () => void;
  clear: () => void;
}

interface Given {
  store: EditorStore;
  testing: TestingStore;
  flowId: string;
  flush: () => Promise<boolean>;
  /** Where the draft could not be saved: why nothing ran. */
  notSaved: () => void;
}

interface Start {
  pins?: Record<string, Pin>;
  until?: string;
  data?: Json;
}

/** Pins of outputs that a trace cut are made whole first: what runs must not read half a value. */
const wholePins = async (pins: Record<string, Pin>): Promise<Record<string, Pin>> => {
  const whole = Object.entries(pins).map(async ([node, pin]): Promise<[string, Pin]> => {
    return [node, pin.output === undefined ? pin : { ...pin, output: await wholeValue(pin.output) }];
  });
  return Object.fromEntries(await Promise.all(whole));
};

/** Begins tests one at a time; what goes wrong is told. */
const createStart =
  ({ store, testing, flowId, flush, notSaved }: Given) =>
  async ({ pins, until, data }: Start): Promise<void> => {
    if (testing.get().starting) return;
    testing.set({ open: true, tab: 'test', starting: true, asking: null });
    try {
      const { document, board } = store.get();
      const asked = await wholePins(pins ?? boardPins(board, document));
      if (!(await flush())) return notSaved();
      const { simulate, headers, query } = testing.get();
      const called = document.trigger.type === 'webhook' ? { headers, query } : {};
      const event = data ?? eventNow(store.get(), testing.get());
      const run = await startTest(flowId, { data: event, pins: asked, until, simulate, ...called });
      const ranOn = { document, pins: board.pins };
      testing.set({ results: { runId: run.id, run: undefined, steps: [], ranOn, until } });
    } catch (error) {
      toastError(error);
    } finally {
      testing.set({ starting: false });
    }
  };

/** What a step gave is what its pin gives, or what it gives again without one: no result grows old by that. */
const agree = (store: EditorStore, testing: TestingStore, node: string): void => {
  const { results } = testing.get();
  if (!results) return;
  const { [node]: pin } = store.get().board.pins ?? {};
  const { [node]: _, ...others } = results.ranOn.pins ?? {};
  const pins = pin ? { ...others, [node]: pin } : others;
  testing.set({ results: { ...results, ranOn: { ...results.ranOn, pins } } });
};

/** Gives a step its own results back; those of a test in which it really ran still hold. */
const unpin = (store: EditorStore, testing: TestingStore, node: string): void => {
  const ran = testing.get().results?.steps.some((step) => step.node === node && step.status !== 'pinned');
  store.editBoard((board) => withoutPin(board, node));
  if (ran) agree(store, testing, node);
};

/** Pins what a step gave last; where it has given nothing, its pin is written by hand. */
const pinLast = async (store: EditorStore, testing: TestingStore, node: string): Promise<void> => {
  const step = testing.get().results?.steps.findLast((one) => one.node === node && one.port !== null);
  if (!step) return testing.set({ pinning: node });
  try {
    const pin = pinOfStep(step);
    const output = pin.output === undefined ? {} : { output: await wholeValue(pin.output) };
    store.editBoard((board) => withPin(board, node, { ...pin, ...output }));
    agree(store, testing, node);
  } catch (error) {
    toastError(error);
  }
};

export const createTestingActions = (given: Given): TestingActions => {
  const { store, testing } = given;
  const start = createStart(given);
  const stepsNow = () => testing.get().results?.steps ?? [];
  return {
    test: () => void start({}),
    testOrOpen: () => {
      const { open, results, own, sample } = testing.get();
      if (open || results || own !== undefined || sample !== null) void start({});
      else testing.set({ open: true, tab: 'test' });
    },
    until: (node) => void start({ until: node }),
    only: (node, given = {}) => {
      const { document, board } = store.get();
      const { pins, missing } = pinsBefore(document, board, stepsNow(), node);
      const asking = missing.filter(({ id }) => !Object.hasOwn(given, id));
      if (asking.length > 0) testing.set({ open: true, tab: 'test', asking: { node, missing: asking } });
      else void start({ until: node, pins: { ...pins, ...given } });
    },
    again: (node, edited) => {
      const { document, board } = store.get();
      const pins = pinsBeside(document, board, stepsNow(), node);
      void start({ pins: edited ? { ...pins, [node]: edited } : pins });
    },
    withData: (data) => {
      testing.set({ own: data, sample: null });
      void start({ data });
    },
    pinLast: (node) => void pinLast(store, testing, node),
    unpin: (node) => unpin(store, testing, node),
    unpinAll: () => store.editBoard(withoutPins),
    cancel: () => {
      const { results } = testing.get();
      if (results) api.cancelRun(results.runId).catch(toastError);
    },
    clear: () => testing.set({ results: null }),
  };
};

export const mayPin = (store: EditorStore, node: string | undefined): node is string => {
  const found = node === undefined ? undefined : findNode(store.get().document, node);
  return found !== undefined && canPin(found);
};
