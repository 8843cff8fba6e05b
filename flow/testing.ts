import { compile } from './compile.ts';
import { coreTypes } from './core/core-types.ts';
import type { FlowEdge, FlowNode } from './document.ts';
import type { Json, JsonObject } from './json.ts';
import { Machine } from './machine/machine.ts';
import type { Command, FlowEvent, Outcome, RunStart } from './machine/protocol.ts';
import type { Catalogue, NodeType } from './node-type.ts';
import type { Plan } from './plan/plan.ts';
import type { Problem } from './problem.ts';
import type { Reply } from './simulator/on-its-way.ts';
import { sampleStart } from './simulator/sample-run.ts';
import { type SimulatedRun, type SimulateOptions, simulate, type World } from './simulator/simulator.ts';

const text = { pt: 'Ação', en: 'Action' };

/** An action that takes anything and answers as the test's world says. */
const anyAction: NodeType = {
  type: 'test.call',
  version: 1,
  kind: 'action',
  group: 'http',
  icon: 'world',
  title: text,
  description: text,
  config: { type: 'object' },
  ports: ['out'],
  effect: 'keyed',
  example: { example: true },
};

/** Works for whom a run is about. */
const about: NodeType = { ...anyAction, type: 'test.about', subject: true };

export const testCatalogue: Catalogue = new Map([...coreTypes, anyAction, about].map((type) => [type.type, type]));

export type ShortFlow = {
  nodes: (Omit<FlowNode, 'config'> & { config?: JsonObject })[];
  /** `"a.true > b"`. */
  edges: string[];
  [field: string]: unknown;
};

export type ShortNode = ShortFlow['nodes'][number];

/** A `set` node. */
export const set = (id: string, values: JsonObject = { v: 1 }, more: Partial<FlowNode> = {}): ShortNode => ({
  id,
  type: 'set',
  config: { values },
  ...more,
});

/** An `if` that depends on what triggers the run. */
export const iff = (id: string, more: Partial<FlowNode> = {}): ShortNode => ({
  id,
  type: 'if',
  config: { condition: '{{ trigger.data.x == 1 }}' },
  ...more,
});

export const scope = (id: string, config: JsonObject = {}, more: Partial<FlowNode> = {}): ShortNode => ({
  id,
  type: 'scope',
  config,
  ...more,
});

/** A `forEach` over one item. */
export const each = (id: string, config: JsonObject = {}, more: Partial<FlowNode> = {}): ShortNode => ({
  id,
  type: 'forEach',
  config: { items: [{ n: 1 }], ...config },
  ...more,
});

/** An action, answered by the test's world. */
export const call = (id: string, more: Partial<FlowNode> = {}): ShortNode => ({ id, type: 'test.call', ...more });

/** A document written short: language, name and trigger have defaults, an edge is `"a.true > b"`. */
export const flowOf = ({ nodes, edges, ...rest }: ShortFlow): JsonObject =>
  ({
    language: 'trama/1',
    name: 'teste',
    trigger: { type: 'api', config: {} },
    ...rest,
    nodes: nodes.map((node) => ({ config: {}, ...node })),
    edges: edges.map((edge): FlowEdge => {
      const [from = '', to = ''] = edge.split('>').map((end) => end.trim());
      return { from, to };
    }),
  }) as unknown as JsonObject;

export const problemsOf = (flow: ShortFlow): Problem[] =>
  compile(flowOf(flow), testCatalogue, { locale: 'en' }).problems;

/** `error:not_before@a`, for tests. */
export const shortly = (problems: Problem[]): string[] =>
  problems.map(({ severity, code, node }) => `${severity}:${code}${node ? `@${node}` : ''}`);

export function planOf(flow: ShortFlow): Plan {
  const { plan, problems } = compile(flowOf(flow), testCatalogue, { locale: 'en' });
  if (!plan) throw new Error(`the flow has problems: ${JSON.stringify(problems)}`);
  return plan;
}

export const ok = (output: Json, afterMs = 5): Reply => ({ afterMs, outcome: { kind: 'ok', output, attempts: 1 } });

export const fails = (code: string, afterMs = 5): Reply => ({
  afterMs,
  outcome: { kind: 'error', error: { code, message: code }, attempts: 1 },
});

/** An event to the run alone, so long after what it follows. */
export const eventAfter = (afterMs: number, name: string): { afterMs: number; event: FlowEvent } => ({
  afterMs,
  event: {
    id: `evt_${afterMs}`,
    name,
    key: null,
    data: null,
    source: 'run',
    receivedAt: new Date(Date.parse('2026-11-21T12:00:00.000Z') + afterMs).toISOString(),
  },
});

type Call = Extract<Command, { kind: 'call' }>;

export const callsOf = (commands: Command[]): Call[] => commands.filter((command) => command.kind === 'call');

/** Answers by node id; a node that is not named answers with null. */
export const worldOf = (
  replies: Record<string, Reply | Outcome | (() => Reply)> = {},
  more: Partial<World> = {},
): World => ({
  reply: ({ node }) => {
    const reply = Object.hasOwn(replies, node) ? replies[node] : ok(null);
    if (typeof reply === 'function') return reply();
    return reply && 'kind' in reply ? { afterMs: 5, outcome: reply } : (reply ?? null);
  },
  ...more,
});

export interface RunOptions extends SimulateOptions {
  start?: Partial<RunStart>;
  /** A new machine goes on from a snapshot before every event. */
  hop?: boolean;
}

export const runFlow = (
  flow: ShortFlow,
  data: Json = {},
  world: World = worldOf(),
  { start = {}, hop = false, ...options }: RunOptions = {},
): SimulatedRun => {
  const plan = planOf(flow);
  const between = (machine: Machine): Machine => Machine.restore(plan, machine.snapshot());
  return simulate(plan, sampleStart(data, start), world, { ...(hop ? { between } : {}), ...options });
};

/** Statuses of the steps by node, in order. */
export const statusesOf = ({ steps }: SimulatedRun): Record<string, string[]> => {
  const statuses: Record<string, string[]> = {};
  for (const { node, status } of steps) statuses[node] = [...(statuses[node] ?? []), status];
  return statuses;
};
