import type { LinkedNode } from './link.ts';
import type { WaitingFor } from './protocol.ts';
import type { Run } from './run.ts';
import type { Frame, Visit } from './state.ts';

const KINDS: Record<string, WaitingFor['kind']> = {
  wait: 'timer',
  waitForEvent: 'event',
  approval: 'approval',
  ask: 'event',
  flow: 'flow',
};

/** What a run waits for, and since when. */
export function waitingFor(run: Run): WaitingFor[] {
  return Object.values(run.state.frames).flatMap((frame) =>
    Object.entries(frame.visits).flatMap(([index, visit]) => {
      const node = run.plan.nodes[Number(index)];
      return node ? describe(run, frame, node, visit) : [];
    }),
  );
}

function describe(run: Run, frame: Frame, { plan }: LinkedNode, visit: Visit): WaitingFor[] {
  const { step } = visit;
  if (step.status !== 'waiting' && step.status !== 'parked') return [];
  const kind = step.status === 'parked' ? 'parked' : KINDS[plan.type];
  if (!kind) return [];
  const { path } = frame;
  return [
    {
      node: plan.id,
      kind,
      ...(path.length > 0 ? { path } : {}),
      since: step.startedAt ?? run.now,
      ...(visit.until === undefined ? {} : { until: new Date(visit.until).toISOString() }),
      reason: step.reason ?? reasonOf(run, plan.type, visit, plan.label),
    },
  ];
}

function reasonOf(run: Run, type: string, visit: Visit, label: string): string {
  const en = run.locale === 'en';
  switch (type) {
    case 'waitForEvent': {
      const names = run.state.waits[visit.wait ?? 0]?.entries.map((entry) => entry.name) ?? [];
      return `${en ? 'Waits for the event' : 'Espera o evento'} ${[...new Set(names)].join(', ')}`;
    }
    case 'approval':
      return `${en ? 'Waits for a decision' : 'Espera uma decisão'}: ${visit.approval?.request.title ?? label}`;
    case 'flow':
      return `${en ? 'Waits for the flow' : 'Espera o fluxo'} ${visit.flow ?? ''}`;
    default:
      return en ? 'Waits for the time' : 'Espera a hora';
  }
}
