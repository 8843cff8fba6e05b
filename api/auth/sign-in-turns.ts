import { fail } from '#api/frame/fail.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { ACCOUNT_RULE } from '#domain/identity/lockout.ts';
import type { TramaError } from '#flow/errors.ts';

/**
 * Passwords that are looked at side by side. The lock is read before each and written after it: of a thousand guesses that
 * come at once no more than these get past the count.
 */
const AT_ONCE = 4;
/** Whoever comes behind so many would wait for half a minute and find nobody's patience left; a slow hash takes 0.1 s. */
const LONGEST_QUEUE = 200;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs the work when its turn comes, in order of arrival. @throws `unavailable` behind too many */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= LONGEST_QUEUE)
    throw fail('unavailable', 'Muita gente entrando agora. Tente de novo.', 'Many people are signing in. Try again.');
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** The refusal while an address, or a place, is locked. `untilMs`: epoch. */
export function locked(untilMs: number, nowMs: number): TramaError {
  const resetSeconds = Math.max(1, Math.ceil((untilMs - nowMs) / 1000));
  const rule = { burst: ACCOUNT_RULE.free, perSecond: 1 / ACCOUNT_RULE.firstSeconds };
  return tooMany(rule, { allowed: false, remaining: 0, resetSeconds }, nowMs, [
    'Tentativas demais. Espere um pouco, ou entre por um link no e-mail.',
    'Too many tries. Wait a little, or sign in by a link in a mail.',
  ]);
}
