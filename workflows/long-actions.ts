import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { ActionWork } from './action-work.ts';
import { priorityOf } from './carry-out.ts';
import { ACTION_WORKFLOW } from './flow-input.ts';

/**
 * Actions that may take long, each a workflow of its own (docs/decisions/010). The run goes on as a new execution while
 * they run: they answer its id, and are cancelled by theirs, which the number of the call names for good.
 */
export class LongActions {
  /** Those that owe an answer, or may bring one too late. */
  readonly #open: Set<number>;
  /** Those that the server has not confirmed; `true`: to be cancelled as soon as it has. */
  readonly #starting = new Map<number, boolean>();
  #cancelling = 0;

  constructor(open: number[]) {
    this.#open = new Set(open);
  }

  get open(): number[] {
    return [...this.#open];
  }

  /** No word to the server is under way: what this execution begins, only this one could finish. */
  get idle(): boolean {
    return this.#starting.size === 0 && this.#cancelling === 0;
  }

  begin(work: ActionWork): void {
    this.#open.add(work.call);
    this.#starting.set(work.call, false);
    void CancellationScope.nonCancellable(async () => {
      await start(work);
      const cancelled = this.#starting.get(work.call);
      this.#starting.delete(work.call);
      if (cancelled) this.cancel(work.call);
    });
  }

  answered(call: number): void {
    this.#open.delete(call);
  }

  /** Asks an action to end; its answer still comes. */
  cancel(call: number): void {
    if (!this.#open.has(call)) return;
    if (this.#starting.has(call)) {
      this.#starting.set(call, true);
      return;
    }
    this.#cancelling++;
    void CancellationScope.nonCancellable(async () => {
      // One that has just ended cannot be cancelled: its answer is on its way.
      await getExternalWorkflowHandle(idOf(call))
        .cancel()
        .catch(() => undefined);
      this.#cancelling--;
    });
  }

  cancelAll(): void {
    for (const call of this.#open) this.cancel(call);
  }
}

const idOf = (call: number): string => `${workflowInfo().workflowId}/call/${call}`;

async function start(work: ActionWork): Promise<void> {
  const { workflowId, typedSearchAttributes } = workflowInfo();
  try {
    await startChild(ACTION_WORKFLOW, {
      workflowId: idOf(work.call),
      args: [{ workflowId, work }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes,
      staticSummary: work.label,
      priority: priorityOf(work),
    });
  } catch (error) {
    // A history that was reset starts it again: it is there already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
