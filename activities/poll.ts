import { setTimeout as sleep } from 'node:timers/promises';
import { TramaError } from '#flow/errors.ts';
import { Budget } from '#flow/expressions/budget.ts';
import { compileConfig } from '#flow/expressions/compile.ts';
import type { Scope } from '#flow/expressions/scope.ts';
import { parseConfig } from '#flow/expressions/template.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { PollNames } from '#flow/machine/poll-names.ts';
import type { ActionCall } from '#workflows/engine-activities.ts';

/** Repeats a read until its answer is as wished: one action in the history, however often it looks. */
export async function poll(
  call: ActionCall,
  { everyMs, until, forMs, names = {} }: NonNullable<ActionCall['poll']>,
  read: () => Promise<Json>,
  signal: AbortSignal,
): Promise<Json> {
  const wished = compileConfig(parseConfig(until));
  const end = Date.now() + forMs;
  for (;;) {
    const output = await read();
    if (holds(wished(scopeOf(call, names, output)))) return output;
    if (Date.now() + everyMs > end) {
      const text = { pt: 'A resposta esperada não veio a tempo', en: 'The answer wished for did not come in time' };
      throw new TramaError('timeout', text.pt, { text, retry: 'never', details: { last: output } });
    }
    await sleep(everyMs, undefined, { signal });
  }
}

/** A test gives true, false or null, which is false; anything else is a slip that waiting would only hide. */
function holds(value: Json): boolean {
  if (value === true || value === false || value === null) return value === true;
  const text = { pt: '“until” precisa dar true, false ou null', en: '"until" must give true, false or null' };
  throw new TramaError('bad_value', text.pt, { text, retry: 'never' });
}

const scopeOf = (call: ActionCall, names: PollNames, output: Json): Scope => ({
  member: (root, id) => (names[root] as JsonObject | undefined)?.[id] ?? null,
  name: (name) => (name === 'output' ? output : Object.hasOwn(names, name) ? names[name] : undefined),
  env: {
    nowMs: Date.now(),
    timezone: call.timezone,
    locale: call.locale === 'en' ? 'en' : 'pt-BR',
    holidays: [],
    random: () => 0,
    uuid: () => '',
    budget: new Budget(),
  },
});
