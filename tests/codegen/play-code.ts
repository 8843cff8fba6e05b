import { pathToFileURL } from 'node:url';
import { camelCase } from '#flow/codegen/words.ts';
import type { Json } from '#flow/json.ts';
import type { Command, FlowEvent, Outcome, RunStart } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { SimulatedRun, World } from '#flow/simulator/simulator.ts';
import type * as StandIn from './temporal-stand-in.ts';

type Asking = Extract<Command, { kind: 'call' | 'openApproval' | 'startRun' }>;

/** How a run came out, in words that the machine's run and the exported code's have in common. */
export interface Ended {
  status: string;
  output: Json;
  error: Json;
  answer: Json;
  /** What left the run, in order. */
  calls: Json[];
  tookSeconds: number;
}

/** What the machine did. */
export function endOfMachine({ end, answer, commands, tookMs }: SimulatedRun, plan: Plan): Ended {
  return {
    status: end?.status ?? 'waiting',
    output: end?.output ?? null,
    error: errorOf(end?.status === 'failed' ? end.error : null),
    answer: answer as unknown as Json,
    calls: commands.flatMap((command) => {
      if (command.kind === 'call') return [callOf(command, plan)];
      if (command.kind === 'startRun') {
        const { flow, input, wait } = command;
        return [{ flow, input, wait }];
      }
      if (command.kind === 'openApproval')
        return [{ approval: command.node, request: shown(command.request as unknown as Json) }];
      return [];
    }),
    tookSeconds: Math.floor(tookMs / 1000),
  };
}

const errorOf = (error: { code: string; node?: string; details?: Json; attempts?: number } | null): Json =>
  error ? { code: error.code, node: error.node ?? null } : null;

function callOf(
  { node, type, config, connection, timeoutMs, retry, idempotencyKey }: Extract<Command, { kind: 'call' }>,
  plan: Plan,
): Json {
  const code = type === 'code';
  const { source: _, ...input } = (config ?? {}) as { [key: string]: Json };
  return {
    node,
    activity: camelCase(code ? `code ${node}` : type),
    config: code ? input : config,
    connection,
    timeoutMs,
    retry: [retry.initialMs, retry.backoff, retry.nonRetryable],
    key: idempotencyKey,
    plan: plan.name,
  };
}

/** Without what was left out: the machine fills it in. */
const shown = (request: Json): Json =>
  Object.fromEntries(
    Object.entries(request as { [key: string]: Json }).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0) && JSON.stringify(value) !== '{}',
    ),
  );

interface Code {
  workflow: (start: unknown) => Promise<Json>;
  standIn: typeof StandIn;
}

/** Loads a workflow that was bundled together with the stand-in. */
export async function loadCode(file: string): Promise<Code> {
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Code;
}

/** Runs exported code in the world in which the machine ran. */
export async function playCode({ workflow, standIn }: Code, plan: Plan, start: RunStart, world: World): Promise<Ended> {
  const { Stage, setStage, isCancellation, ApplicationFailure } = standIn;
  const startMs = Date.parse(start.run.startedAt);
  const outcomes = new Outcomes(standIn, world);
  const stage = new Stage({
    startMs,
    endsAfterMs: world.endsAfterMs === undefined ? 1 : world.endsAfterMs,
    reply: (asked) => outcomes.of(stage, asked),
  });
  setStage(stage);
  for (const { afterMs, event } of world.events ?? []) {
    stage.later(afterMs, () => {
      if (!('kind' in event)) stage.handlers.get('event')?.(event);
      else if (event.kind === 'cancel') stage.root.cancel();
    });
  }
  for (const event of earlier(world)) stage.later(0, () => stage.handlers.get('event')?.(event));
  let ended: Partial<Ended> | undefined;
  stage.root
    .run(() => workflow(start))
    .then(
      (output) => {
        ended = { status: 'succeeded', output };
      },
      (thrown: unknown) => {
        if (isCancellation(thrown)) ended = { status: 'cancelled' };
        else if (thrown instanceof ApplicationFailure) {
          const { node = null } = (thrown.details?.[0] ?? {}) as { node?: Json };
          ended = { status: 'failed', error: { code: thrown.type ?? null, node } };
        } else ended = { status: `broken: ${(thrown as Error).stack}` };
      },
    );
  await stage.play(() => ended !== undefined);
  const tookSeconds = Math.floor((stage.now - startMs) / 1000);
  let answer: Json = null;
  if (ended) {
    const ask = async (): Promise<Json> =>
      (await (stage.handlers.get('answer')?.() as Promise<Json> | undefined)) ?? null;
    answer = await standIn.CancellationScope.nonCancellable(ask);
  }
  const { status = 'waiting', output = null, error = null } = ended ?? {};
  return { status, output, error, answer, calls: stage.asked.map((asked) => askedOf(asked, plan)), tookSeconds };
}

/** What came before anything waited: signals that are there from the start. */
function earlier(world: World): FlowEvent[] {
  return world.before?.(EVERYTHING) ?? [];
}

/** Names and keys of which the world says that all of them are asked for. */
const EVERYTHING = new Proxy([] as { name: string; key: string | null }[], {
  get: (target, property) => (property === 'some' ? () => true : Reflect.get(target, property)),
});

function askedOf({ kind, name, options, input }: StandIn.Asked, plan: Plan): Json {
  if (kind === 'child') {
    const { trigger } = input as { trigger: { data: Json } };
    return { flow: name, input: trigger.data, wait: options.parentClosePolicy === undefined };
  }
  const call = input as {
    node: string;
    config: Json;
    connection: string | null;
    idempotencyKey: string;
    request?: Json;
  };
  if (name === 'openApproval') return { approval: call.node, request: shown(call.request ?? null) };
  const retry = options.retry as {
    initialInterval: number;
    backoffCoefficient: number;
    nonRetryableErrorTypes?: string[];
  };
  return {
    node: call.node,
    activity: name,
    config: call.config,
    connection: call.connection,
    timeoutMs: options.startToCloseTimeout as number,
    retry: [retry.initialInterval, retry.backoffCoefficient, retry.nonRetryableErrorTypes ?? []],
    key: call.idempotencyKey,
    plan: plan.name,
  };
}

/** The world's answers, as Temporal would bring them. */
class Outcomes {
  readonly #standIn: typeof StandIn;
  readonly #world: World;

  constructor(standIn: typeof StandIn, world: World) {
    this.#standIn = standIn;
    this.#world = world;
  }

  of(stage: StandIn.Stage, asked: StandIn.Asked): StandIn.Reply {
    const {
      node = asked.name,
      approval,
      idempotencyKey,
    } = asked.input as Partial<Record<'node' | 'approval' | 'idempotencyKey', string>>;
    const child = asked.kind === 'child' ? (asked.options.workflowId as string).split('/').at(-2) : undefined;
    const reply = this.#world.reply({ node: child ?? node, idempotencyKey } as Asking);
    if (asked.name !== 'openApproval') return reply && { afterMs: reply.afterMs, ...this.#outcome(reply.outcome) };
    if (reply?.outcome.kind === 'ok') {
      const { output, port } = reply.outcome;
      const decision = { ...(output as { [key: string]: Json }), approval, decision: port };
      stage.later(reply.afterMs, () => stage.handlers.get('decide')?.(decision));
    }
    return { afterMs: 0, value: null };
  }

  #outcome(outcome: Outcome): { value?: unknown; thrown?: Error } {
    const { ApplicationFailure, CancelledFailure } = this.#standIn;
    switch (outcome.kind) {
      case 'ok':
        return { value: outcome.output };
      case 'error': {
        const { code, message, details = null } = outcome.error;
        const { attempts } = outcome;
        return { thrown: ApplicationFailure.nonRetryable(message, code, { attempts, details }) };
      }
      case 'wait': {
        const until = new Date(outcome.until).toISOString();
        return { thrown: ApplicationFailure.nonRetryable(outcome.reason, 'wait', { until }) };
      }
      case 'cancelled':
        return { thrown: new CancelledFailure('cancelled') };
    }
  }
}
