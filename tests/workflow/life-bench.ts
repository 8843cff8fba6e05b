import { readFileSync } from 'node:fs';
import { actionsById, systemActionCatalogue } from '#connectors/actions.ts';
import { contextFor } from '#connectors/context-for.ts';
import { compile } from '#flow/compile.ts';
import { type BillingDesk, SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { LinkedPlan } from '#flow/machine/link.ts';
import { Machine } from '#flow/machine/machine.ts';
import type { Command, FlowEvent, MachineEvent, RunStart, TraceStep } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { sampleStart } from '#flow/simulator/sample-run.ts';

export const SUBJECT = `ten_${'7'.repeat(32)}`;
export const ZONE = 'America/Sao_Paulo';
export type Heard = keyof typeof SUBSCRIPTION_EVENTS;

export const subscriptionDocument = (): Json =>
  JSON.parse(readFileSync('templates/system/subscription.json', 'utf8')) as Json;

let plan: Plan | undefined;
let linked: LinkedPlan | undefined;
/** The document, compiled as `npm start` does. */
export const lifePlan = (): Plan => {
  if (plan) return plan;
  const catalogue = new Map([...coreTypes.map((type) => [type.type, type] as const), ...systemActionCatalogue()]);
  const compiled = compile(subscriptionDocument(), catalogue, { locale: 'en' });
  if (!compiled.plan || compiled.problems.length > 0) throw new Error(JSON.stringify(compiled.problems));
  plan = compiled.plan;
  return plan;
};

export const lifeStart = (startedAt: string, subject = SUBJECT, timezone = ZONE): RunStart =>
  sampleStart(
    { timezone },
    {
      run: { id: 'run_1', startedAt, test: false, rootId: 'run_1' },
      trigger: { type: 'api', subject, data: { timezone }, receivedAt: startedAt },
    },
  );

export const lifeEvent = (heard: Heard, n: number, at: number, subject = SUBJECT): FlowEvent => ({
  id: `evt_${heard}_${n}`,
  name: SUBSCRIPTION_EVENTS[heard],
  key: subject,
  data: {},
  source: 'trama',
  receivedAt: new Date(at).toISOString(),
});

/** One attempt of an action of the document, by the product's own action. */
export const callAction = (
  desk: BillingDesk,
  { type, config, idempotencyKey }: { type: string; config: Json; idempotencyKey: string },
  subject = SUBJECT,
): Promise<Json> => {
  const action = actionsById.get(type);
  if (!action) throw new Error(`no action ${type}`);
  return action.run(config, contextFor({ billing: desk }, { subject, idempotencyKey }));
};

/** What the bench's clock stands at; the desk is made with it. */
export interface Clock {
  ms: number;
}

/** The lifecycle's document on the machine alone, with a clock that jumps to whatever comes next. */
export class Life {
  readonly #clock: Clock;
  readonly #desk: BillingDesk;
  readonly #linked: LinkedPlan;
  readonly #subject: string;
  #machine: Machine;
  readonly #timers = new Map<number, number>();
  readonly steps: TraceStep[] = [];
  #heard = 0;
  /** Actions that were called, by their type. */
  readonly calls: string[] = [];

  private constructor(clock: Clock, desk: BillingDesk, subject: string) {
    this.#subject = subject;
    this.#clock = clock;
    this.#desk = desk;
    linked ??= new LinkedPlan(lifePlan());
    this.#linked = linked;
    this.#machine = Machine.begin(linked, lifeStart(new Date(clock.ms).toISOString(), subject));
  }

  static async begin(clock: Clock, desk: BillingDesk, subject = SUBJECT): Promise<Life> {
    const life = new Life(clock, desk, subject);
    await life.#feed({ kind: 'start' });
    return life;
  }

  get hasEnded(): boolean {
    return this.#machine.state.end !== null;
  }

  /** Nodes that it waits at. */
  get waitsAt(): string[] {
    return this.#machine.waitingFor().map(({ node }) => node);
  }

  /** What it remembers from round to round. */
  get vars(): JsonObject {
    return this.#machine.state.vars;
  }

  /** The next time at which it acts by itself; null: never. */
  get nextAt(): number | null {
    return this.#timers.size === 0 ? null : Math.min(...this.#timers.values());
  }

  hear(heard: Heard): Promise<void> {
    return this.#feed({ kind: 'event', event: lifeEvent(heard, ++this.#heard, this.#clock.ms, this.#subject) });
  }

  /** Its run is ended from outside. */
  cancel(): Promise<void> {
    return this.#feed({ kind: 'cancel', reason: 'cancelled' });
  }

  /** Until then, all that is due on the way. */
  async until(ms: number): Promise<void> {
    for (let next = this.nextAt; next !== null && next <= ms && !this.hasEnded; next = this.nextAt) {
      this.#clock.ms = Math.max(this.#clock.ms, next);
      const [timer] = [...this.#timers].find(([, at]) => at === next) ?? [0];
      this.#timers.delete(timer);
      await this.#feed({ kind: 'timer', timer });
    }
    this.#clock.ms = Math.max(this.#clock.ms, ms);
  }

  async #feed(event: MachineEvent): Promise<void> {
    // From a snapshot each time, as after continue-as-new.
    this.#machine = Machine.restore(this.#linked, this.#machine.snapshot());
    let due: MachineEvent[] = [event];
    for (let n = 0; due.length > 0 || this.#machine.hasMore; n++) {
      if (n > 500) throw new Error(`it spins: ${this.calls.slice(-20).join(' ')}`);
      const commands = this.#machine.receive(due.shift() ?? { kind: 'more' }, this.#clock.ms);
      this.steps.push(...this.#machine.takeEnded());
      for (const command of commands) due = [...due, ...(await this.#carryOut(command))];
    }
  }

  async #carryOut(command: Command): Promise<MachineEvent[]> {
    switch (command.kind) {
      case 'timer':
        this.#timers.set(command.timer, command.at);
        return [];
      case 'cancelTimer':
        this.#timers.delete(command.timer);
        return [];
      case 'subscribe':
        return [{ kind: 'subscribed', names: command.names, events: [] }];
      case 'call': {
        const { call } = command;
        this.calls.push(command.type);
        try {
          const output = await callAction(this.#desk, command, this.#subject);
          return [{ kind: 'answer', call, outcome: { kind: 'ok', output, attempts: 1 } }];
        } catch (error) {
          const { code = 'internal', message } = error as Error & { code?: string };
          return [{ kind: 'answer', call, outcome: { kind: 'error', error: { code, message }, attempts: 1 } }];
        }
      }
      default:
        return [];
    }
  }
}
