import { workflowInfo } from '@temporalio/workflow';
import { Budget } from '../../expressions/budget.ts';
import type { EvalEnv } from '../../expressions/scope.ts';
import type { Json, JsonObject, JsonSchema } from '../../json.ts';
import { nextRandom, seedOf, uuidFrom } from '../../machine/random.ts';

/** What begins a run; all but the trigger's data has a value of its own where it is left out. */
export interface Start {
  trigger?: { type?: string; data?: Json; headers?: JsonObject; query?: JsonObject; receivedAt?: string };
  run?: { id: string; startedAt: string; test: boolean };
  flow?: { id: string; version: number; name: string };
  tenant?: Partial<Tenant> & { holidays?: string[] };
  /** Of `uuid()` and `random()`. */
  seed?: string;
  /** False where another flow began the run: `respond` does nothing there. */
  answerable?: boolean;
}

// Types rather than interfaces: each of them is a value of the language, too.
export type Trigger = { type: string; data: Json; headers?: Json; query?: Json; receivedAt?: Json };
export type RunInfo = { id: string; startedAt: string; test: boolean };
export type FlowInfo = { id: string; version: number; name: string };
export type Tenant = { id: string; slug: string; plan: string; timezone: string; locale: string; settings: JsonObject };

/** The names that every expression can read. */
export interface Names {
  trigger: Trigger;
  run: RunInfo;
  flow: FlowInfo;
  tenant: Tenant;
}

export interface Settings {
  name: string;
  /** Of days, months and windows. */
  timezone: string;
  /** How long a run may last, ms; null: for ever. */
  timeoutMs: number | null;
  triggerType: string;
  /** JSON Schema of the trigger's data. */
  input?: JsonSchema;
}

let current: { env: EvalEnv; names: Names; answerable: boolean } | undefined;
let stopping: (thrown: unknown) => void = () => undefined;

/** Whom `stop` tells, from wherever it stands. */
export const onStop = (told: (thrown: unknown) => void): void => {
  stopping = told;
};

export const tellStop = (thrown: unknown): void => stopping(thrown);

const begun = () => {
  if (!current) throw new Error('no run has begun');
  return current;
};

/** Clock, zone, chance and budget of the expressions. */
export const environment = (): EvalEnv => begun().env;

export const names = (): Names => begun().names;

export const answerable = (): boolean => begun().answerable;

/** The workflow's clock, epoch ms. */
export const nowMs = (): number => new Date().getTime();

/** Sets the stage of one run: a workflow has the module to itself. */
export function begin(start: Start, settings: Settings): Names {
  const { workflowId, startTime } = workflowInfo();
  const { holidays = [], ...tenant } = start.tenant ?? {};
  const run = start.run ?? { id: workflowId, startedAt: startTime.toISOString(), test: false };
  const { type = settings.triggerType, data = null, ...more } = start.trigger ?? {};
  let rng = seedOf(start.seed ?? run.id);
  const random = (): number => {
    const next = nextRandom(rng);
    rng = next.state;
    return next.value;
  };
  const known: Names = {
    trigger: { type, data, ...more },
    run: { id: run.id, startedAt: run.startedAt, test: run.test },
    flow: start.flow ?? { id: settings.name, version: 1, name: settings.name },
    tenant: {
      id: 'own',
      slug: 'own',
      plan: 'OWN',
      timezone: settings.timezone,
      locale: 'pt-BR',
      settings: {},
      ...tenant,
    },
  };
  const env: EvalEnv = {
    get nowMs() {
      return nowMs();
    },
    timezone: settings.timezone,
    locale: known.tenant.locale === 'en' ? 'en' : 'pt-BR',
    holidays,
    random,
    uuid: () => uuidFrom(random),
    budget: new Budget(),
  };
  current = { env, names: known, answerable: start.answerable ?? true };
  return known;
}
