import { compile } from '#flow/compile.ts';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { RunStart } from '#flow/machine/protocol.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { Stepper } from '#flow/simulator/stepper.ts';
import { fixedZone } from '#flow/timezone.ts';

/** Where a step stands: what of its flow says when it ends. */
export interface WaitPlace {
  settings: FlowDocument['settings'];
  catalogue: Catalogue;
}

const ANSWERED = { afterMs: 0, outcome: { kind: 'ok' as const, output: {}, attempts: 1 } };

const startOf = (startMs: number, zone: string): RunStart => {
  const startedAt = new Date(startMs).toISOString();
  return {
    run: { id: 'run_seco', startedAt, test: true, rootId: 'run_seco' },
    flow: { id: 'flw_seco', version: 0, name: 'x' },
    tenant: { id: '', slug: '', plan: '', timezone: zone, locale: 'pt-BR', settings: {} },
    trigger: { type: 'manual', data: {}, receivedAt: startedAt },
    seed: startedAt,
    answerable: false,
  };
};

/** The machine says when a step alone, begun then, would be over; null where its data, or nothing, decides. */
const endOf = (node: FlowNode, { settings, catalogue }: WaitPlace, startMs: number): number | null => {
  const { parent: _p, join: _j, disabled: _d, ...alone } = node;
  const { timezone } = settings ?? {};
  const document = {
    language: 'trama/1',
    name: 'x',
    trigger: { type: 'manual', config: {} },
    nodes: [alone],
    edges: [{ from: 'trigger', to: node.id }],
    settings: { timeout: null, ...(timezone === undefined ? {} : { timezone }) },
  };
  const { plan } = compile(document, catalogue);
  if (!plan) return null;
  const stepper = new Stepper(plan, { reply: ({ kind }) => (kind === 'call' ? ANSWERED : null) });
  let moment = stepper.forward(stepper.begin(startOf(startMs, fixedZone(plan.settings.timezone))));
  if (moment?.asked.some(({ kind }) => kind === 'call')) moment = stepper.forward(moment);
  if (moment?.state.end?.status === 'succeeded') return startMs;
  const until = moment?.waitingFor[0]?.until;
  return until === undefined ? null : Date.parse(until);
};

export interface WaitEnd {
  /** Epoch ms. */
  at: number;
  /** Where its window puts the end off: when it would have been. */
  without: number | null;
}

/** When a step that waits, begun at `startMs`, would be over, by the meaning that production gives it. */
export const waitEnd = (node: FlowNode, place: WaitPlace, startMs: number): WaitEnd | null => {
  const at = endOf(node, place, startMs);
  if (at === null) return null;
  const { window, ...config } = node.config as Record<string, Json>;
  if (window === undefined || window === null) return { at, without: null };
  const without = endOf({ ...node, config }, place, startMs);
  return { at, without: without === at ? null : without };
};
