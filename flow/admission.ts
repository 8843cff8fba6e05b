import { failure } from './errors.ts';
import { Budget } from './expressions/budget.ts';
import { compileConfig } from './expressions/compile.ts';
import { asTramaError } from './expressions/evaluation-error.ts';
import type { Scope } from './expressions/scope.ts';
import { parseConfig } from './expressions/template.ts';
import { type Json, localeOf } from './json.ts';
import type { FlowEvent, RunError, TenantInfo, Trigger } from './machine/protocol.ts';
import { saysKeyword } from './message-keywords.ts';
import type { Plan } from './plan/plan.ts';
import { schemaFaults } from './schema-check.ts';
import { fixedZone, isZoneExpression, zoneOf } from './timezone.ts';

/** A flow's settings, read for one trigger (`flow-language` §6). */
export interface ReadSettings {
  whenBusy: 'signal' | 'queue' | 'skip' | 'replace';
  /** Null: none. */
  key: string | null;
  concurrency: { max: number; key: string | null } | null;
  /** 1 first … 5 last. */
  priority: number;
}

export type ReadTrigger =
  | { kind: 'admit'; settings: ReadSettings }
  | { kind: 'pass' }
  | { kind: 'failed'; error: RunError };

/** What expressions can read before there is a run: the trigger and the tenant. The clock is the trigger's arrival. */
function scopeOf(timezone: string, trigger: Trigger, tenant: TenantInfo, event: FlowEvent | null): Scope {
  const refuse = (): never => {
    throw failure(
      'bad_value',
      'random() e uuid() são de execuções; aqui nenhuma começou',
      'random() and uuid() are of runs; here none has begun',
    );
  };
  return {
    member: () => null,
    name: (name) => {
      if (name === 'trigger') return trigger as unknown as Json;
      if (name === 'event' && event) return event as unknown as Json;
      if (name !== 'tenant') return undefined;
      const { id, slug, plan: tier, timezone, locale, settings } = tenant;
      return { id, slug, plan: tier, timezone, locale, settings };
    },
    env: {
      nowMs: Date.parse(trigger.receivedAt ?? event?.receivedAt ?? '1970-01-01T00:00:00.000Z'),
      timezone,
      locale: localeOf(tenant),
      holidays: tenant.holidays ?? [],
      random: refuse,
      uuid: refuse,
      budget: new Budget(),
    },
  };
}

/** Reads one expression field; `bad_value` and the like are `TramaError`s in the tenant's language. */
function read(value: Json, plan: Plan, trigger: Trigger, tenant: TenantInfo, event: FlowEvent | null = null): Json {
  try {
    const evaluate = (field: Json, zone: string): Json =>
      compileConfig(parseConfig(field))(scopeOf(zone, trigger, tenant, event));
    const { timezone } = plan.settings;
    const zone = fixedZone(timezone);
    return evaluate(value, isZoneExpression(timezone) ? zoneOf(evaluate(timezone, zone)) : zone);
  } catch (thrown) {
    throw asTramaError(thrown, localeOf(tenant));
  }
}

/** Keys are texts; a number or a boolean is taken as one, a list or an object is a mistake. */
function keyText(value: Json): string | null {
  if (value === null || value === '') return null;
  if (typeof value !== 'object') return String(value);
  throw failure('bad_value', 'Uma chave precisa ser um texto', 'A key must be a text');
}

const DEFAULT_BUSY: Record<string, ReadSettings['whenBusy']> = { message: 'signal', schedule: 'skip' };

/** The key of what a schedule fires where its flow names none: `whenBusy` is about its own firings, one after another. */
const SCHEDULE_KEY = 'trama.schedule';

/** Messages of one conversation take their turn where the flow names no key: the second reaches the run of the first. */
const DEFAULT_KEY: Record<string, Json> = { schedule: SCHEDULE_KEY, message: '{{ trigger.data.conversation }}' };

/**
 * Triggers of a flow have keys, its own or the default: others may reach an open run. Whatever `whenBusy` says: that of a
 * later version counts for what comes then.
 */
export const takesTurns = ({ settings, trigger }: Plan): boolean =>
  settings.key !== undefined || trigger.type in DEFAULT_KEY;

/** What the settings of a flow are for a trigger. Throws what its expressions throw. */
export function admissionSettings(plan: Plan, trigger: Trigger, tenant: TenantInfo): ReadSettings {
  const { whenBusy, concurrency, priority = 3 } = plan.settings;
  const { key = DEFAULT_KEY[trigger.type] ?? null } = plan.settings;
  return {
    whenBusy: whenBusy ?? DEFAULT_BUSY[plan.trigger.type] ?? 'queue',
    key: key === null ? null : keyText(read(key, plan, trigger, tenant)),
    concurrency: concurrency
      ? {
          max: concurrency.max,
          key: concurrency.key === undefined ? null : keyText(read(concurrency.key, plan, trigger, tenant)),
        }
      : null,
    priority,
  };
}

/** The dedupe key of a webhook's trigger; null where the flow asks for none. */
export function dedupeKey(plan: Plan, trigger: Trigger, tenant: TenantInfo): string | null {
  const { dedupe = null } = plan.trigger.config;
  return dedupe === null ? null : keyText(read(dedupe, plan, trigger, tenant));
}

/** True where an `event` trigger with a `key` and a `match` listens to this event. A `match` that fails does not match. */
function listens(plan: Plan, trigger: Trigger, tenant: TenantInfo, event: FlowEvent): boolean {
  const { key = null, match = null } = plan.trigger.config;
  try {
    if (key !== null && keyText(read(key, plan, trigger, tenant, event)) !== event.key) return false;
    return match === null || read(match, plan, trigger, tenant, event) === true;
  } catch {
    return false;
  }
}

/** True where a `message` trigger with `keywords` and a `match` listens to this message. */
function hears(plan: Plan, trigger: Trigger, tenant: TenantInfo): boolean {
  const { keywords, match = null } = plan.trigger.config;
  const { data } = trigger;
  const text = data !== null && typeof data === 'object' && !Array.isArray(data) ? data.text : null;
  const said = typeof text === 'string' ? text : '';
  if (Array.isArray(keywords) && keywords.length > 0 && !keywords.some((one) => saysKeyword(said, String(one))))
    return false;
  try {
    return match === null || read(match, plan, trigger, tenant) === true;
  } catch {
    return false;
  }
}

/** Holds a trigger's data to the flow's `input`; null where it fits. */
export function inputError(plan: Plan, trigger: Trigger, tenant: TenantInfo): RunError | null {
  const faults = plan.input ? schemaFaults(plan.input, trigger.data) : [];
  const [first] = faults;
  if (!first) return null;
  const message = localeOf(tenant) === 'en' ? first.text.en : first.text.pt;
  return { code: 'bad_input', message, details: { faults: faults.map(({ pointer, code }) => ({ pointer, code })) } };
}

/** What a plan makes of a trigger that no caller waits for. Never throws. */
export function readTrigger(plan: Plan, trigger: Trigger, tenant: TenantInfo, event: FlowEvent | null): ReadTrigger {
  if (event && plan.trigger.type === 'event' && !listens(plan, trigger, tenant, event)) return { kind: 'pass' };
  const isMessage = trigger.type === 'message' && plan.trigger.type === 'message';
  if (isMessage && !hears(plan, trigger, tenant)) return { kind: 'pass' };
  const unfit = inputError(plan, trigger, tenant);
  if (unfit) return { kind: 'failed', error: unfit };
  try {
    return { kind: 'admit', settings: admissionSettings(plan, trigger, tenant) };
  } catch (thrown) {
    const { code, message } = asTramaError(thrown, localeOf(tenant));
    return { kind: 'failed', error: { code, message } };
  }
}

/**
 * What a schedule's firing at an instant (epoch ms) is to its flow: `receivedAt` is that instant, however late it is made
 * up for. Throws what the expressions of its `data` throw.
 */
export function scheduledTrigger(plan: Plan, atMs: number, tenant: TenantInfo): Trigger {
  const bare: Trigger = { type: 'schedule', data: {}, receivedAt: new Date(atMs).toISOString() };
  const { data } = plan.trigger.config;
  return data === undefined ? bare : { ...bare, data: read(data, plan, bare, tenant) };
}
