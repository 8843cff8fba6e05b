import { workflowInfo } from '@temporalio/workflow';
import type { Machine } from '#flow/machine/machine.ts';
import type { Command } from '#flow/machine/protocol.ts';
import type { FlowInput } from './flow-input.ts';

/**
 * What local activities bring is in the history only when the workflow task ends; a crash before repeats them, with the
 * same keys. So no task gathers more than this.
 */
const STRETCH_MS = 500;

/** Which actions run inside the workflow's own task (docs/decisions/004). */
export class QuickCalls {
  readonly #input: FlowInput;
  readonly #machine: Machine;
  #task = 0;
  #since = 0;

  constructor(input: FlowInput, machine: Machine) {
    this.#input = input;
    this.#machine = machine;
  }

  allows({ poll }: Extract<Command, { kind: 'call' }>): boolean {
    const { callerWaits, thrifty } = this.#input;
    const isAsked = callerWaits && this.#machine.state.answer === null;
    if ((!isAsked && !thrifty) || poll !== null) return false;
    const { historyLength } = workflowInfo();
    if (historyLength !== this.#task) {
      this.#task = historyLength;
      this.#since = Date.now();
    }
    return Date.now() - this.#since < STRETCH_MS;
  }
}
