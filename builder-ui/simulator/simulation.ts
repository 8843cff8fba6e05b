import type { Board } from '#flow/board.ts';
import { compile } from '#flow/compile.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { RunStart } from '#flow/machine/protocol.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Asked, Outside } from '#flow/simulator/on-its-way.ts';
import { type Moment, Stepper } from '#flow/simulator/stepper.ts';
import type { Me } from '../api-types.ts';
import { exampleOutput } from '../testing/example-output.ts';
import { boardPins } from '../testing/pins.ts';

/** A flow that can be stepped through; none of its actions is called. */
export interface Simulation {
  plan: Plan;
  stepper: Stepper;
  first: Moment;
  /** What it was made of: an edit of the flow does not change it. */
  document: FlowDocument;
}

interface Given {
  document: FlowDocument;
  board: Board;
  catalogue: Catalogue;
  locale: Locale;
  data: Json;
  /** ISO 8601. */
  startsAt: string;
  tenant: Me['tenant'] | undefined;
}

/** How long a call seems to take on the simulated clock. */
const CALL_MS = 400;

/** Nobody is called: actions give their examples, people are waited for. */
const outsideOf = (document: FlowDocument, catalogue: Catalogue): Outside => {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  return {
    reply: (asked: Asked) => {
      if (asked.kind === 'openApproval') return null;
      const node = nodes.get(asked.node);
      const output = node && node.type !== 'ask' ? exampleOutput(node, catalogue.get(node.type)) : {};
      return { afterMs: CALL_MS, outcome: { kind: 'ok', output, attempts: 1 } };
    },
  };
};

const startOf = ({ document, board, data, startsAt, tenant }: Given): RunStart => ({
  run: { id: 'run_simulada', startedAt: startsAt, test: true, rootId: 'run_simulada' },
  flow: { id: 'flw_simulado', version: 0, name: document.name },
  tenant: {
    id: tenant?.id ?? '',
    slug: tenant?.slug ?? '',
    plan: tenant?.plan ?? '',
    timezone: tenant?.timezone ?? 'America/Sao_Paulo',
    locale: tenant?.locale ?? 'pt-BR',
    settings: {},
  },
  trigger: { type: 'manual', data, receivedAt: startsAt },
  seed: startsAt,
  answerable: true,
  pins: boardPins(board, document),
});

/** Null where the flow has errors. */
export const simulationOf = (given: Given): Simulation | null => {
  const { document, catalogue, locale } = given;
  const { plan } = compile(document, catalogue, { locale });
  if (!plan) return null;
  const stepper = new Stepper(plan, outsideOf(document, catalogue));
  return { plan, stepper, first: stepper.begin(startOf(given)), document };
};
