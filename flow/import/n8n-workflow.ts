import type { Json, JsonObject } from '../json.ts';
import type { ImportSource } from './import-report.ts';

/** A node of n8n, as far as it can be trusted: what public templates leave out is filled in. */
export interface N8nNode {
  name: string;
  /** With its package: `n8n-nodes-base.httpRequest`. */
  type: string;
  version: number;
  parameters: JsonObject;
  position: { x: number; y: number } | null;
  disabled: boolean;
  /** `continueErrorOutput`, `continueRegularOutput`, `stopWorkflow`. */
  onError: string;
  retry: { maxTries: number; waitMs: number } | null;
  /** Takes the first item only. */
  once: boolean;
  /** Where nothing would come out, an empty item does. */
  alwaysGives: boolean;
  note: string;
  /** Read elsewhere: it begins runs. */
  starts?: boolean;
  /** Kind and name of each credential. */
  credentials: { type: string; name: string }[];
  original: JsonObject;
}

/** From an output of one node to an input of another, in the order written. */
export interface N8nEdge {
  from: string;
  output: number;
  to: string;
  input: number;
}

export interface N8nWorkflow {
  /** Where it came from; what is not n8n's is read into the same shape (decision 314). */
  source?: ImportSource;
  name: string;
  nodes: N8nNode[];
  edges: N8nEdge[];
  /** Nodes that hang on another by a line that is not `main` (models, tools, memories), by the name of that other. */
  attached: ReadonlyMap<string, string[]>;
  timezone: string | null;
  /** Workflow that n8n starts when this one fails. */
  errorWorkflow: string | null;
}

const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);

/** The workflow in a value: itself, or what an export, a template's page or a list of one wraps it in. */
function unwrapped(value: unknown): JsonObject | null {
  if (Array.isArray(value)) return value.length === 1 ? unwrapped(value[0]) : null;
  if (!isObject(value)) return null;
  if (Array.isArray(value.nodes)) return value;
  for (const key of ['workflow', 'data', 'json']) {
    const inner = isObject(value[key]) ? unwrapped(value[key]) : null;
    if (inner) return { ...(typeof value.name === 'string' ? { name: value.name } : {}), ...inner };
  }
  return null;
}

/** True of what n8n exports or copies: nodes with a `parameters` or a type of its packages, and `connections`. */
export function isN8n(value: unknown): boolean {
  const found = unwrapped(value);
  if (!found || !Array.isArray(found.nodes) || found.language !== undefined) return false;
  const nodes = found.nodes.filter(isObject);
  return nodes.length > 0 && nodes.some((node) => /(^|\/)n8n-nodes-|^n8n-nodes/.test(textOf(node.type)));
}

/** Reads a workflow out of any JSON; null where it is none. Never throws. */
export function readN8n(value: unknown): N8nWorkflow | null {
  const found = unwrapped(value);
  if (!found || !isN8n(found)) return null;
  const nodes: N8nNode[] = [];
  const names = new Set<string>();
  for (const one of (found.nodes as Json[]).filter(isObject)) {
    const node = nodeOf(one, nodes.length);
    if (names.has(node.name)) continue;
    names.add(node.name);
    nodes.push(node);
  }
  const { edges, attached } = linesOf(isObject(found.connections) ? found.connections : {}, names);
  const settings = isObject(found.settings) ? found.settings : {};
  return {
    name: textOf(found.name).trim().slice(0, 200) || 'n8n',
    nodes,
    edges,
    attached,
    timezone: textOf(settings.timezone) || null,
    errorWorkflow: textOf(settings.errorWorkflow) || null,
  };
}

function nodeOf(node: JsonObject, index: number): N8nNode {
  const parameters = isObject(node.parameters) ? node.parameters : {};
  const [x, y] = Array.isArray(node.position) ? node.position : [];
  const type = textOf(node.type);
  return {
    name: textOf(node.name) || textOf(node.id) || `${type.split('.').at(-1)} ${index + 1}`,
    type,
    version: numberOf(node.typeVersion, 1),
    parameters,
    position: typeof x === 'number' && typeof y === 'number' ? { x, y } : null,
    disabled: node.disabled === true,
    onError: textOf(node.onError) || (node.continueOnFail === true ? 'continueRegularOutput' : 'stopWorkflow'),
    retry:
      node.retryOnFail === true
        ? { maxTries: numberOf(node.maxTries, 3), waitMs: numberOf(node.waitBetweenTries, 1000) }
        : null,
    once: node.executeOnce === true,
    alwaysGives: node.alwaysOutputData === true,
    note: textOf(node.notes),
    credentials: Object.entries(isObject(node.credentials) ? node.credentials : {}).map(([kind, one]) => ({
      type: kind,
      name: isObject(one) ? textOf(one.name) : textOf(one),
    })),
    original: node,
  };
}

/** `connections`: by the name of the source, by kind of line, by output, a list of targets. */
function linesOf(connections: JsonObject, names: ReadonlySet<string>) {
  const edges: N8nEdge[] = [];
  const attached = new Map<string, string[]>();
  for (const [from, kinds] of Object.entries(connections)) {
    if (!names.has(from) || !isObject(kinds)) continue;
    for (const [kind, outputs] of Object.entries(kinds)) {
      (Array.isArray(outputs) ? outputs : []).forEach((targets, output) => {
        // Written by hand, an output often is one target and no list.
        for (const target of Array.isArray(targets) ? targets : [targets]) {
          const to = isObject(target) ? textOf(target.node) : '';
          if (!names.has(to)) continue;
          const held = attached.get(to);
          if (kind !== 'main' && held) held.push(from);
          else if (kind !== 'main') attached.set(to, [from]);
          else edges.push({ from, output, to, input: numberOf(isObject(target) ? target.index : 0, 0) });
        }
      });
    }
  }
  return { edges, attached };
}
