import { asTramaError } from '#api/frame/as-trama-error.ts';
import type { Caller } from '#api/frame/caller.ts';

const EVERY_MS = 15_000;

/** May whoever opened a stream go on with it? What is asked again says who they are by now. */
const isStill = (opened: Caller, now: Caller | null): boolean =>
  now !== null &&
  now.tenant.id === opened.tenant.id &&
  now.principal === opened.principal &&
  now.impersonator === opened.impersonator &&
  (now.scopes.has('*') || [...opened.scopes].every((scope) => now.scopes.has(scope)));

/**
 * Asks again and again who it is that a stream is for, and cuts it once they may not listen any more: sessions, tokens and
 * overlaps of keys run out by the clock, of which nobody is told. Where the question itself fails for a reason of ours, the
 * next one counts. Gives the end of asking.
 */
export function keepAsking(
  opened: Caller,
  ask: () => Promise<Caller | null>,
  cut: () => void,
  everyMs = EVERY_MS,
): () => void {
  let asking = false;
  const look = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      if (!isStill(opened, await ask())) cut();
    } catch (thrown) {
      if (!['internal', 'unavailable'].includes(asTramaError(thrown).code)) cut();
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}
