import {
  ApplicationFailure,
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  sleep,
} from '@temporalio/workflow';
import type { Outcome } from '#flow/machine/protocol.ts';
import type { ActionWork } from './action-work.ts';
import { callAction } from './carry-out.ts';
import { type AnswerSignal, SIGNALS } from './flow-input.ts';

/** The run as the server knows it: a signal to its id reaches whichever execution it is in. */
interface ActionInput {
  workflowId: string;
  work: ActionWork;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** One long action of a run (docs/decisions/010): it outlives the run's executions, and answers the run by signal. */
export async function action({ workflowId, work }: ActionInput): Promise<void> {
  const outcome = await outcomeOf(work);
  await CancellationScope.nonCancellable(() => tell(workflowId, { call: work.call, outcome }));
}

async function outcomeOf(work: ActionWork): Promise<Outcome> {
  try {
    return await callAction(work);
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return { kind: 'cancelled' };
  }
}

/** Until the run has the answer, or is over. */
async function tell(workflowId: string, answer: AnswerSignal): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      await getExternalWorkflowHandle(workflowId).signal(SIGNALS.answer, answer);
      return;
    } catch (error) {
      if (isGone(error)) return;
      await sleep(pause);
    }
  }
}

/** It ended without the answer: it was ended from outside, or had given the action up. */
const isGone = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.message.endsWith('was not found');
