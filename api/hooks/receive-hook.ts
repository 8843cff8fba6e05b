import type { IncomingHttpHeaders } from 'node:http';
import type { ApiDeps } from '#api/deps.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { checkInput } from '#api/runs/check-input.ts';
import { keepFile } from '#api/runs/keep-file.ts';
import { settingsOf } from '#api/runs/settings-of.ts';
import { isCurrentWebhook } from '#domain/flows/webhook-holder.ts';
import type { TriggerReading } from '#domain/runs/read-trigger.ts';
import type { Tenant } from '#domain/tenants/get-tenant.ts';
import { dedupeKey, readTrigger } from '#flow/admission.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import { acceptHook } from './accept-hook.ts';
import { answerAccepted, answerRepeat } from './answer-hook.ts';
import { challengeAnswer, checkCaller } from './check-caller.ts';
import type { Hook, HookFinder } from './find-hook.ts';
import type { HookAnswer } from './hook-answer.ts';
import { hookData, queryFields } from './hook-body.ts';
import { triggerHeaders } from './hook-headers.ts';

export interface HookCall {
  /** Slug. */
  tenant: string;
  /** Without slashes at its ends. */
  path: string;
  bytes: Buffer;
  /** Of the address, without `?`. */
  search: string;
  headers: IncomingHttpHeaders;
  request: RequestFacts;
}

async function triggerOf(deps: ApiDeps, tenant: Tenant, call: HookCall, secretHeader: string | null): Promise<Trigger> {
  const data: Json = await hookData(call.bytes, call.headers['content-type'], keepFile(deps, tenant.id));
  return {
    type: 'webhook',
    data,
    headers: triggerHeaders(call.headers, secretHeader),
    query: queryFields(call.search),
    receivedAt: new Date(deps.now()).toISOString(),
  };
}

function refuseMethod({ config: { method } }: Hook, asked: string): void {
  if (method === 'ANY' || method === asked) return;
  throw fail('method_not_allowed', `Este webhook atende ${method}.`, `This webhook takes ${method}.`, {
    details: { allow: method },
  });
}

/** An edit between reading a webhook and admitting its call is rare, and more than a few in a row are none. */
const TRIES = 5;

/**
 * A call of a webhook: who calls is checked over the raw bytes before anything is read; what is accepted is in
 * PostgreSQL before it is answered.
 * @throws `not_found`, `method_not_allowed`, `unauthorized`, `malformed`, `bad_input` where the caller waits.
 */
export async function receiveHook(deps: ApiDeps, hooks: HookFinder, call: HookCall): Promise<HookAnswer> {
  const known = call.request.method === 'GET' ? undefined : hooks.remembered(call.tenant, call.path);
  const ready = known && (await readByKnown(deps, known, call));
  const answer = ready && (await admitCall(deps, ready, call));
  if (answer) return answer;
  for (let tries = 0; tries < TRIES; tries++) {
    const hook = await hooks.find(call.tenant, call.path);
    if (!hook) throw notFound();
    const challenge = await challengeAnswer(deps, hook, call);
    if (challenge) return challenge;
    const answer = await admitCall(deps, await readCall(deps, hook, call), call);
    if (answer) return answer;
  }
  throw new Error('a webhook changes faster than its calls can be admitted');
}

interface ReadCall {
  hook: Hook;
  trigger: Trigger;
  reading: TriggerReading;
}

/** Null: what is remembered refuses the call, and is out of date. */
async function readByKnown(deps: ApiDeps, known: Hook, call: HookCall): Promise<ReadCall | null> {
  try {
    return await readCall(deps, known, call);
  } catch (refusal) {
    // As it is now it would refuse it, too: nothing is checked, or kept, a second time.
    if (await deps.database.withTenant(known.tenant.id, (db) => isCurrentWebhook(db, known.stamp))) throw refusal;
    return null;
  }
}

/** All that may refuse a call, before anything has happened. */
async function readCall(deps: ApiDeps, hook: Hook, call: HookCall): Promise<ReadCall> {
  refuseMethod(hook, call.request.method);
  const { secretHeader } = await checkCaller(deps, hook, call);
  const trigger = await triggerOf(deps, hook.tenant, call, secretHeader);
  return { hook, trigger, reading: readingOf(hook, trigger, call.request.locale) };
}

/** Null: the webhook is no longer as it was read, and nothing has happened. */
async function admitCall(
  deps: ApiDeps,
  { hook, trigger, reading }: ReadCall,
  call: HookCall,
): Promise<HookAnswer | null> {
  const accepted = await acceptHook(deps, hook, { trigger, dedupe: dedupeOf(hook, trigger), reading });
  if (accepted.kind === 'outdated') return null;
  return accepted.kind === 'repeat'
    ? answerRepeat(deps, hook, accepted, call.request)
    : answerAccepted(deps, hook, accepted, call.request);
}

/** Who waits hears what does not fit; where nobody waits, it becomes a run that failed. @throws `bad_input`. */
function readingOf({ flow: { plan }, config, tenant }: Hook, trigger: Trigger, locale: Locale): TriggerReading {
  if (config.respond === 'immediately') return readTrigger(plan, trigger, tenant, null);
  checkInput(plan, trigger.data, '', locale);
  return { kind: 'admit', settings: settingsOf(plan, trigger, tenant) };
}

/** A dedupe expression that fails over this body says nothing of repeats; the flow itself will fail, or not, over it. */
function dedupeOf(hook: Hook, trigger: Trigger): string | null {
  try {
    return dedupeKey(hook.flow.plan, trigger, hook.tenant);
  } catch {
    return null;
  }
}
