import { hashPassword, verifyPassword } from '#domain/identity/password.ts';
import type { Product } from './servers.ts';

export interface PeopleFigures {
  /** The hash alone. */
  hash: SignInFigure;
  signIn: SignInFigure;
}

interface SignInFigure {
  medianMs: number;
  p99Ms: number;
  failed: number;
}

const CALLERS = 20;
/** Each: below what one address may ask without a credential. */
const TIMES = 20;
const FIRST = 2;

async function measure(once: () => Promise<boolean>): Promise<SignInFigure> {
  const times: number[] = [];
  let failed = 0;
  const caller = async (): Promise<void> => {
    for (let i = 0; i < TIMES; i++) {
      const began = performance.now();
      if (!(await once())) failed++;
      times.push(performance.now() - began);
    }
  };
  // As with reads, what the first of all cost, before anything is compiled, is not counted.
  for (let i = 0; i < FIRST; i++) await Promise.all(Array.from({ length: CALLERS }, once));
  await Promise.all(Array.from({ length: CALLERS }, caller));
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { medianMs: at(0.5), p99Ms: at(0.99), failed };
}

/** Twenty people at once by password: the hash alone, in a process that does nothing else, then the whole sign-in. */
export async function signInFigures({ url, email, password }: Product): Promise<PeopleFigures> {
  const stored = await hashPassword(password);
  const hash = await measure(() => verifyPassword(password, stored));
  const signIn = await measure(async () => {
    const answer = await fetch(`${url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    await answer.text();
    return answer.ok;
  });
  return { hash, signIn };
}
