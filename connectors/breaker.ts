import { failure } from '#flow/errors.ts';

export interface BreakerSettings {
  /** Failures in a row that open it. */
  failures: number;
  /** How long it stays open before one call may try. */
  openMs: number;
  /** Keys that are remembered; the ones longest unused go first. */
  maxKeys: number;
  now: () => number;
}

const DEFAULTS: BreakerSettings = { failures: 10, openMs: 20_000, maxKeys: 10_000, now: Date.now };
const THROTTLE_MS = { first: 5_000, most: 300_000 };

interface State {
  failuresInRow: number;
  /** Epoch ms until which nothing passes; 0: closed. */
  openUntil: number;
  throttlesInRow: number;
}

/**
 * Breakers of one process, by key: a connection, or a host and tenant (`flow-language.md` §10). In memory on purpose: each
 * worker finds out for itself, at the cost of ten calls, and none can close another's.
 */
export interface Breakers {
  /** Fails with `breaker_open` (the node parks) while the key's breaker is open. After that one caller passes as a probe. */
  enter(key: string): void;
  /** The other side answered, with whatever but 5xx: 4xx is its word on the request, not on its health. */
  succeeded(key: string): void;
  /** 5xx, no connection, no answer in time. */
  failed(key: string): void;
  /** Ended by us: says nothing of the other side. */
  abandoned(key: string): void;
  /** How many are open now. */
  open(): number;
  /** Pause in ms after a 429 that names none: 5 s, doubled for each one in a row up to 5 min. */
  throttled(key: string): number;
}

export const createBreakers = (settings: Partial<BreakerSettings> = {}): Breakers => {
  const { failures, openMs, maxKeys, now } = { ...DEFAULTS, ...settings };
  const states = new Map<string, State>();
  const stateOf = (key: string): State => {
    const state = states.get(key) ?? { failuresInRow: 0, openUntil: 0, throttlesInRow: 0 };
    states.delete(key); // a Map keeps order of insertion: the first key is the one longest unused
    states.set(key, state);
    for (const oldest of states.keys()) {
      if (states.size <= maxKeys) break;
      states.delete(oldest);
    }
    return state;
  };
  return {
    enter(key) {
      const state = states.get(key);
      if (!state || state.failuresInRow < failures) return;
      if (state.openUntil > now())
        throw failure(
          'breaker_open',
          `${state.failuresInRow} falhas seguidas: as chamadas esperam até o outro lado se recuperar.`,
          `${state.failuresInRow} failures in a row: calls wait until the other side recovers.`,
          { waitUntil: state.openUntil },
        );
      // This call is the probe; the rest wait for what it finds, but not for ever if it is never heard of again.
      state.openUntil = now() + openMs;
    },
    succeeded: (key) => void states.delete(key),
    failed(key) {
      const state = stateOf(key);
      state.failuresInRow += 1;
      if (state.failuresInRow >= failures) state.openUntil = now() + openMs;
    },
    abandoned(key) {
      const state = states.get(key);
      if (state) state.openUntil = Math.min(state.openUntil, now());
    },
    open: () => [...states.values()].filter((each) => each.failuresInRow >= failures && each.openUntil > now()).length,
    throttled(key) {
      const state = stateOf(key);
      state.failuresInRow = 0;
      state.openUntil = 0;
      return Math.min(THROTTLE_MS.first * 2 ** Math.min(state.throttlesInRow++, 20), THROTTLE_MS.most);
    },
  };
};
