import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';

/** Whom the product itself calls, on behalf of the installation. What flows call has breakers of its own, by tenant (connectors/breaker.ts). */
export const OUTSIDE = [
  'mail',
  'key_service',
  'leaked_passwords',
  'sign_in_provider',
  'stripe',
  'mercado_pago',
] as const;
export type Outside = (typeof OUTSIDE)[number];
export type OutsideState = 'closed' | 'open' | 'trying';

const FAILURES_IN_ROW = 5;
const OPEN_MS = 10_000;

/** Not asked: the other side failed several times in a row, and is left alone for a while. Trying again later may help. */
export class OutsideClosed extends Error {
  /** By then somebody may try again. */
  readonly waitMs: number;

  constructor(name: Outside, waitMs: number) {
    super(`${name} failed ${FAILURES_IN_ROW} times in a row, and is left alone for ${waitMs / 1000} s`);
    this.name = 'OutsideClosed';
    this.waitMs = waitMs;
  }
}

/** The other side is well, though it refused: no reason to leave it alone. */
export class OutsideRefused extends Error {}

/** Makes one call, or throws `OutsideClosed` at once. */
export type CallOutside = <T>(work: () => Promise<T>) => Promise<T>;

interface Kept {
  /** By now: an open breaker whose time is over is still open, until somebody calls. */
  state(): OutsideState;
  refused: number;
}

/**
 * Breakers of one process. After `FAILURES_IN_ROW` errors in a row a breaker is open for `openMs`; then one call tries, and the others
 * wait for what it finds. Any error counts, but `OutsideRefused` and what `isWell` names.
 */
export const createOutside = (openMs = OPEN_MS) => {
  const kept = new Map<Outside, Kept>();

  const breaker = (name: Outside, isWell: (error: Error) => boolean = () => false): CallOutside => {
    const policy = circuitBreaker(
      handleWhen((error) => !(error instanceof OutsideRefused) && !isWell(error)),
      { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(FAILURES_IN_ROW) },
    );
    const own: Kept = {
      refused: 0,
      state: () =>
        policy.state === CircuitState.Closed ? 'closed' : policy.state === CircuitState.HalfOpen ? 'trying' : 'open',
    };
    kept.set(name, own);
    return async (work) => {
      try {
        return await policy.execute(work);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        own.refused += 1;
        throw new OutsideClosed(name, openMs);
      }
    };
  };

  /** How each is, and how many calls were not let through. */
  const states = (): { name: Outside; state: OutsideState; refused: number }[] =>
    [...kept].map(([name, { state, refused }]) => ({ name, state: state(), refused }));

  return { breaker, states };
};

/** This process's: what is away is away for all of it. */
export const outside = createOutside();
