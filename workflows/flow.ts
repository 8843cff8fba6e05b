import { CancellationScope, defineQuery, defineSignal, isCancellation, setHandler } from '@temporalio/workflow';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { type AnswerSignal, type FlowInput, type LiveState, SIGNALS, TRACE_QUERY } from './flow-input.ts';
import { RunDriver } from './run-driver.ts';

const eventSignal = defineSignal<[FlowEvent]>(SIGNALS.event);
const answerSignal = defineSignal<[AnswerSignal]>(SIGNALS.answer);
const pauseSignal = defineSignal(SIGNALS.pause);
const resumeSignal = defineSignal(SIGNALS.resume);
const cancelSignal = defineSignal<[string]>(SIGNALS.cancel);
const traceQuery = defineQuery<LiveState, [number]>(TRACE_QUERY);

/**
 * A run of a flow. What a flow means is the machine's; this only connects it with Temporal. A large plan comes as a value
 * of its own, which histories share (docs/decisions/016); else the input holds it.
 */
export async function flow(input: FlowInput | Omit<FlowInput, 'plan'>, plan?: Plan): Promise<RunResult> {
  const driver = new RunDriver(plan ? { ...input, plan } : (input as FlowInput));
  setHandler(eventSignal, (event) => driver.feed({ kind: 'event', event }));
  setHandler(answerSignal, ({ call, outcome }) => driver.feed({ kind: 'answer', call, outcome }));
  setHandler(pauseSignal, () => driver.feed({ kind: 'pause' }));
  setHandler(resumeSignal, () => driver.feed({ kind: 'resume' }));
  setHandler(cancelSignal, (reason) => driver.cancel(reason));
  setHandler(traceQuery, (since) => driver.live(since));
  // A cancel from Temporal UI is a cancel of the run: its end is the machine's, compensations and all.
  void CancellationScope.current().cancelRequested.catch((error: unknown) => {
    if (isCancellation(error)) driver.cancel('cancelled');
  });
  return await CancellationScope.nonCancellable(() => driver.untilDone());
}
