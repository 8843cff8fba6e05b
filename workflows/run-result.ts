import { takesTurns } from '#flow/admission.ts';
import type { Machine } from '#flow/machine/machine.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { FlowInput } from './flow-input.ts';
import type { TracePages } from './trace-pages.ts';

/** How the run ended, with the last page of its trace: all that its row needs. */
export function runResult(
  { plan, start }: FlowInput,
  machine: Machine,
  pages: TracePages,
  seenTriggers: string[],
): RunResult {
  const { end, answer } = machine.state;
  if (!end) throw new Error('the run has not ended');
  const discardData = plan.settings.keepData === 'failures' && end.status === 'succeeded';
  return {
    tenantId: start.tenant.id,
    flowId: start.flow.id,
    runId: start.run.id,
    ...end,
    answer,
    steps: discardData ? pages.last.map(withoutData) : pages.last,
    page: pages.saved,
    startedAt: start.run.startedAt,
    endedAt: new Date(Date.now()).toISOString(),
    unreadTriggers: machine.unreadTriggers(),
    seenTriggers,
    discardData,
    startsRuns: plan.nodes.some(({ type }) => type === 'flow'),
    mayHearMore: takesTurns(plan) || plan.nodes.some(({ type }) => HEARING.has(type)),
  };
}

/** Nodes that others speak to. */
const HEARING: ReadonlySet<string> = new Set(['waitForEvent', 'approval', 'scope', 'flow', 'ask']);

const withoutData = (step: TraceStep): TraceStep => ({ ...step, input: null, output: null });
