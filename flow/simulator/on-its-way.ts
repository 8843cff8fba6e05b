import type { Command, FlowEvent, MachineEvent, Outcome } from '../machine/protocol.ts';

export type Asked = Extract<Command, { kind: 'call' | 'openApproval' | 'startRun' }>;

/** What comes of a call: after `afterMs` of the run's clock; null: never. */
export type Reply = { afterMs: number; outcome: Outcome } | null;

/** What a simulated run meets outside. Nothing of it is real: no request leaves. */
export interface Outside {
  reply(command: Asked): Reply;
  /** How long a cancelled call takes to end; null: it never answers. */
  endsAfterMs?: number | null;
  /** What came under names and keys before they were asked for. */
  before?(names: { name: string; key: string | null }[]): FlowEvent[];
}

export interface Due {
  /** Epoch ms of the run's clock. */
  at: number;
  /** Order among what is due at the same time. */
  seq: number;
  event: MachineEvent;
  call?: number;
  timer?: number;
  /** The end of what the run itself gave up: it belongs to what came before it. */
  gaveUp?: true;
}

/** All that is on its way to a machine; plain JSON inside. */
export class OnItsWay {
  #due: Due[];
  #seq: number;

  constructor(due: readonly Due[] = [], seq = 0) {
    this.#due = [...due];
    this.#seq = seq;
  }

  /** As it is now; what comes later does not change it. */
  get due(): readonly Due[] {
    return [...this.#due];
  }

  get seq(): number {
    return this.#seq;
  }

  /** What comes next, taken out; undefined: nothing ever will. */
  take(): Due | undefined {
    const next = this.peek();
    if (next) this.#due = this.#due.filter((due) => due !== next);
    return next;
  }

  peek(): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) {
      if (!first || due.at < first.at || (due.at === first.at && due.seq < first.seq)) first = due;
    }
    return first;
  }

  add(at: number, event: MachineEvent, more: Omit<Due, 'at' | 'seq' | 'event'> = {}): void {
    this.#due.push({ at, seq: this.#seq++, event, ...more });
  }

  /** Whatever would answer a call does not. */
  dropCall(call: number): void {
    this.#due = this.#due.filter((due) => due.call !== call);
  }

  /** Does what a machine asked for at `now`. */
  carryOut(command: Command, now: number, outside: Outside): void {
    switch (command.kind) {
      case 'call':
      case 'openApproval':
      case 'startRun': {
        const reply = outside.reply(command);
        const { call } = command;
        if (reply) this.add(now + reply.afterMs, { kind: 'answer', call, outcome: reply.outcome }, { call });
        return;
      }
      case 'cancelCall':
      case 'cancelRun': {
        const { endsAfterMs = 1 } = outside;
        if (endsAfterMs === null) return;
        this.#answerLast(command.call, now + endsAfterMs, { kind: 'cancelled' });
        return;
      }
      case 'closeApproval':
        if (command.reason === 'cancelled') this.dropCall(command.call);
        else this.#answerLast(command.call, now + 1, { kind: 'ok', output: null, attempts: 1, port: 'timeout' });
        return;
      case 'timer': {
        const { timer } = command;
        this.add(command.at, { kind: 'timer', timer }, { timer });
        return;
      }
      case 'cancelTimer':
        this.#due = this.#due.filter((due) => due.timer !== command.timer);
        return;
      case 'subscribe':
        this.add(now + 1, {
          kind: 'subscribed',
          names: command.names,
          events: outside.before?.(command.names) ?? [],
        });
        return;
      case 'respond':
      case 'end':
        return;
    }
  }

  #answerLast(call: number, at: number, outcome: Outcome): void {
    this.dropCall(call);
    this.add(at, { kind: 'answer', call, outcome }, { gaveUp: true });
  }
}
