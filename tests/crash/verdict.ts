import { GROUP_MAX, type Kind, rulesOf } from './flows.ts';
import type { Try } from './load.ts';
import type { Effect, Receiver } from './receiver.ts';

/** How a run of a try stands, as the API says. */
export interface Ending {
  status: string;
  error: unknown;
}

interface Evidence {
  tries: readonly Try[];
  receiver: Receiver;
  /** By the run's id. */
  endings: ReadonlyMap<string, Ending>;
}

export interface Verdict {
  /** Accepted, and not carried out whole. */
  lost: string[];
  /** Outside effects that came under more than one key. */
  doubledOtherKey: string[];
  /** Repeats of an effect under its own key: allowed, and counted. */
  doubledSameKey: number;
  /** Everything else that must not be. */
  broken: string[];
}

/** Holds what was accepted against what the outside saw. */
export function verdictOf({ tries, receiver, endings }: Evidence): Verdict {
  const verdict: Verdict = { lost: [], doubledOtherKey: [], doubledSameKey: 0, broken: [...receiver.strange] };
  const byToken = new Map<string, Effect[]>();
  for (const effect of receiver.effects.values()) {
    byToken.set(effect.token, [...(byToken.get(effect.token) ?? []), effect]);
    const { token, step, keys, runs } = effect;
    if (keys.size > 1) verdict.doubledOtherKey.push(`${token}/${step} under ${keys.size} keys, by ${[...runs].join()}`);
    if (runs.size > 1) verdict.broken.push(`${token}/${step} by ${runs.size} runs`);
    for (const count of keys.values()) verdict.doubledSameKey += count - 1;
  }
  for (const tried of tries) judge(tried, byToken.get(tried.token) ?? [], endings, verdict);
  const known = new Set(tries.map(({ token }) => token));
  for (const token of byToken.keys()) if (!known.has(token)) verdict.broken.push(`effects of ${token}: nobody asked`);
  verdict.broken.push(...outOfOrder(tries, byToken), ...crowded(receiver));
  return verdict;
}

function judge(tried: Try, effects: Effect[], endings: ReadonlyMap<string, Ending>, verdict: Verdict): void {
  const { steps, mayDo = [], ends } = rulesOf(tried.kind);
  const allowed = new Set<string>([...steps, ...mayDo]);
  for (const { step } of effects)
    if (!allowed.has(step)) verdict.broken.push(`${tried.token}/${step} must not have happened`);
  if (tried.wrong !== null) verdict.broken.push(`${tried.token}: ${tried.wrong}`);
  if (tried.acceptedAt === null) return;
  const did = new Set(effects.map(({ step }) => step));
  const missing = steps.filter((step) => !did.has(step));
  if (missing.length > 0) verdict.lost.push(`${tried.token} (${tried.runId}) never did ${missing.join()}`);
  const ending = tried.runId === null ? undefined : endings.get(tried.runId);
  if (ending === undefined) return;
  const fits = ends === 'any' ? ['succeeded', 'cancelled'].includes(ending.status) : ending.status === ends;
  if (!fits) verdict.lost.push(`${tried.token} (${tried.runId}) is ${JSON.stringify(ending)}`);
}

/** Of a key, what was accepted first begins first, and (where one waits for the other) has ended before the next begins. */
function outOfOrder(tries: readonly Try[], byToken: ReadonlyMap<string, Effect[]>): string[] {
  const wrong: string[] = [];
  const last = new Map<string, { token: string; order: number }>();
  const inTurn = tries.filter(({ kind, acceptedAt }) => acceptedAt !== null && (kind === 'queue' || kind === 'signal'));
  for (const { kind, key, token } of inTurn) {
    const orders = (byToken.get(token) ?? []).map(({ order }) => order);
    if (orders.length === 0) continue;
    const before = last.get(`${kind}/${key}`);
    if (before && Math.min(...orders) < before.order)
      wrong.push(`${token} went before ${before.token} of the same key`);
    last.set(`${kind}/${key}`, { token, order: Math.max(...orders) });
  }
  return wrong;
}

/** How many runs of the group were inside at once, by first arrivals. */
function crowded(receiver: Receiver): string[] {
  const inside = new Set<string>();
  const wrong: string[] = [];
  const kind: Kind = 'group';
  const ordered = [...receiver.effects.values()].sort((a, b) => a.order - b.order);
  for (const { token, step } of ordered) {
    if (!token.startsWith(`${kind}-`)) continue;
    if (step === 'leave') inside.delete(token);
    else inside.add(token);
    if (inside.size > GROUP_MAX) wrong.push(`${inside.size} of the group at once: ${[...inside].join()}`);
  }
  return wrong;
}
