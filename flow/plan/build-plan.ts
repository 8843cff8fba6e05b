import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { templateOf } from '../check/flow-types.ts';
import { CONTAINERS } from '../core/core-types.ts';
import type { FlowNode } from '../document.ts';
import { durationMs } from '../expressions/dates/durations.ts';
import { readsOfConfig } from '../expressions/template.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Catalogue, NodeType } from '../node-type.ts';
import { canonical } from './canonical.ts';
import type { Paths } from './paths.ts';
import {
  DEFAULT_RUN_TIMEOUT,
  DEFAULT_TIMEOUT,
  DEFAULT_TIMEZONE,
  type Plan,
  type PlanNode,
  type PlanScope,
} from './plan.ts';
import type { Structure } from './structure.ts';
import { undoConnection } from './undo-connection.ts';

/** Makes the plan of a structure without errors. The same document gives the same plan, and so the same hash. */
export function buildPlan(structure: Structure, paths: Paths, catalogue: Catalogue): Plan {
  const { document } = structure;
  const order = [...structure.nodes.keys()];
  const index = new Map(order.map((id, i) => [id, i]));
  const owners: (string | null)[] = [
    null,
    ...order.filter((id) => CONTAINERS.has(structure.nodes.get(id)?.type ?? '')),
  ];
  const scopeOf = new Map(owners.map((owner, i) => [owner, i]));
  const { timeout = DEFAULT_RUN_TIMEOUT, timezone = DEFAULT_TIMEZONE } = document.settings ?? {};
  const plan: Omit<Plan, 'hash'> = {
    plan: 1,
    name: document.name,
    trigger: document.trigger,
    ...(document.input ? { input: document.input } : {}),
    vars: document.vars ?? {},
    ...(document.output === undefined ? {} : { output: document.output }),
    reads: document.output === undefined ? [] : readsOf(document.output),
    settings: { ...document.settings, timezone, timeoutMs: timeout === null ? null : durationMs(timeout) },
    nodes: order.map((id) => planNode(structure, paths, catalogue, id, scopeOf)),
    scopes: owners.map((owner) => planScope(structure, owner, index)),
  };
  return { ...plan, hash: hashOf(plan) };
}

function planScope(structure: Structure, owner: string | null, index: ReadonlyMap<string, number>): PlanScope {
  const scope = structure.scopes.get(owner);
  const at = (id: string): number => index.get(id) as number;
  return {
    owner: owner === null ? -1 : at(owner),
    nodes: (scope?.nodes ?? []).map(at),
    edges: (scope?.edges ?? []).map(({ from, port, to }) => ({
      from: from === null ? -1 : at(from),
      port,
      to: at(to),
    })),
  };
}

function planNode(
  structure: Structure,
  paths: Paths,
  catalogue: Catalogue,
  id: string,
  scopeOf: ReadonlyMap<string | null, number>,
): PlanNode {
  const node = structure.nodes.get(id) as FlowNode;
  const type = structure.types.get(id) as NodeType;
  const errorOf = paths.errorOf(id);
  return {
    id,
    type: node.type,
    v: type.version,
    action: type.kind === 'action' || node.type === 'code',
    label: node.label ?? id,
    config: withoutNotes(node.config),
    literal: type.literal ?? [],
    scope: scopeOf.get(node.parent ?? null) ?? 0,
    inner: scopeOf.get(id) ?? -1,
    disabled: node.disabled ?? false,
    first: node.join === 'first',
    effect: type.effect,
    timeoutMs: durationMs(node.timeout ?? type.timeout ?? DEFAULT_TIMEOUT),
    reads: nodeReads(node, type),
    ...(errorOf === null ? {} : { errorOf }),
    ...callFields(node, type, catalogue),
  };
}

/** Fields that begin with `x-` are the author's notes: no node gets them. */
const withoutNotes = (config: JsonObject): JsonObject =>
  Object.keys(config).some((key) => key.startsWith('x-'))
    ? Object.fromEntries(Object.entries(config).filter(([key]) => !key.startsWith('x-')))
    : config;

function callFields(node: FlowNode, type: NodeType, catalogue: Catalogue): Partial<PlanNode> {
  const { retry, connection, outputSchema, poll, compensation } = node;
  const undone = compensation && catalogue.get(compensation.type);
  const undoneBy = undoConnection(node, catalogue);
  return {
    ...(retry ? { retry } : {}),
    ...(connection === undefined ? {} : { connection }),
    ...(outputSchema ? { outputSchema } : {}),
    ...(poll ? { poll: { everyMs: durationMs(poll.every), until: poll.until, forMs: durationMs(poll.for) } } : {}),
    ...(compensation
      ? {
          compensation: {
            ...compensation,
            ...(undoneBy === undefined ? {} : { connection: undoneBy }),
            timeoutMs: durationMs(compensation.timeout ?? undone?.timeout ?? DEFAULT_TIMEOUT),
            literal: undone?.literal ?? [],
          },
        }
      : {}),
    ...(type.example === undefined ? {} : { example: type.example }),
  };
}

const readsOf = (value: Json, literal: readonly string[] = []): string[] => [
  ...readsOfConfig(templateOf(value, literal)).steps,
];

const nodeReads = (node: FlowNode, type: NodeType): string[] => [
  ...new Set([
    ...readsOf(node.config, type.literal),
    ...(node.compensation ? readsOf(node.compensation.config) : []),
    ...(node.poll ? readsOf(node.poll.until) : []),
  ]),
];

/** SHA-256 of the plan's canonical JSON. */
const hashOf = (plan: Omit<Plan, 'hash'>): string => bytesToHex(sha256(utf8ToBytes(canonical(plan))));
