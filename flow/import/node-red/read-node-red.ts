import type { JsonObject } from '../../json.ts';
import { holdSize } from '../hold-size.ts';
import type { N8nEdge, N8nNode, N8nWorkflow } from '../n8n-workflow.ts';
import { isObject, text } from '../nodes/parameters.ts';
import { inlined, type Wired } from './inlined.ts';
import { nodesIn, tabsIn } from './nodes-in.ts';

/** Nodes that begin runs: those called `… in`, and these. */
const BEGINS = /^(inject|.* in|watch|status|complete|rpi-gpio in|telegram (receiver|command|event))$/;
/** Nodes that only lead on. */
const LEADS = new Set(['link in', 'link out', 'junction']);
/** Nodes whose failures a `catch` hears. */
const CAN_FAIL = /^(function|http request|template|json|csv|xml|change|e-mail|exec|file|file in|mqtt out)$/;

/** One tab of Node-RED in the shape of n8n's; null where there is none. @throws `too_large` */
export function readNodeRed(value: unknown, part?: string): N8nWorkflow | null {
  const all = nodesIn(value);
  const tabs = tabsIn(all);
  const tab = tabs.find((one) => one.id === part) ?? tabs[0];
  const wired = inlined(all, tab?.id);
  if (wired.length === 0) return null;
  const places = new Map(wired.map((one) => [one.id, one]));
  const kept = wired.filter(({ node }) => !LEADS.has(text(node.type)) || leadsAway(node, places));
  const names = namesOf(kept);
  const edges: N8nEdge[] = [];
  for (const one of kept) {
    one.wires.forEach((targets, output) => {
      const seen = new Set<string>();
      for (const id of targets.flatMap((target) => ends(target, places, seen))) {
        const to = names.get(id);
        if (to !== undefined) edges.push({ from: names.get(one.id) as string, output, to, input: 0 });
      }
    });
  }
  holdSize(kept.filter(({ node }) => node.type !== 'comment').length, edges.length);
  const nodes = kept.map((one) => nodeOf(one, names.get(one.id) as string, all));
  return {
    source: 'node-red',
    name: (tab?.name || 'Node-RED').slice(0, 200),
    ...withCaught(nodes, edges, kept, names),
    attached: new Map(),
    timezone: null,
    errorWorkflow: null,
  };
}

/** Where a line really ends: links and junctions only lead on. `seen`: where it has been; each end is told once. */
function ends(id: string, places: ReadonlyMap<string, Wired>, seen: Set<string>): string[] {
  const one = places.get(id);
  if (!one || seen.has(id)) return [];
  seen.add(id);
  const type = text(one.node.type);
  if (!LEADS.has(type) || leadsAway(one.node, places)) return [id];
  const next = type === 'link out' ? linksOf(one.node) : (one.wires[0] ?? []);
  return next.flatMap((target) => ends(target, places, seen));
}

const linksOf = (node: JsonObject): string[] => (Array.isArray(node.links) ? node.links.map((id) => text(id)) : []);

/** A link to another tab, or back to who called: it cannot be followed. */
const leadsAway = (node: JsonObject, places: ReadonlyMap<string, Wired>): boolean =>
  node.type === 'link out' && (node.mode === 'return' || !linksOf(node).some((id) => places.has(id)));

function namesOf(wired: readonly Wired[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, node } of wired) {
    const wish = text(node.name).trim() || text(node.type);
    let name = wish;
    for (let n = 2; taken.has(name); n++) name = `${wish} ${n}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function nodeOf({ node, wires }: Wired, name: string, all: readonly JsonObject[]): N8nNode {
  const type = text(node.type);
  const note = type === 'comment';
  const disabled =
    node.d === true || all.some((one) => one.type === 'tab' && one.id === node.z && one.disabled === true);
  return {
    name,
    type: note ? 'n8n-nodes-base.stickyNote' : `node-red.${type}`,
    version: 1,
    parameters: note
      ? { content: `${text(node.name)}\n${text(node.info)}`.trim() }
      : { ...node, outputs: wires.length },
    position: typeof node.x === 'number' && typeof node.y === 'number' ? { x: node.x, y: node.y } : null,
    disabled,
    onError: 'stopWorkflow',
    retry: null,
    once: false,
    alwaysGives: false,
    starts: BEGINS.test(type),
    note: text(node.info),
    credentials: credentialsOf(type, node, all),
    original: node,
  };
}

/** Settings that other nodes hold, such as a server to mail by. */
function credentialsOf(type: string, node: JsonObject, all: readonly JsonObject[]): N8nNode['credentials'] {
  const held = [node.broker, node.bot, node.server, node.tls].map((id) =>
    all.find((one) => one.id === id && isObject(one)),
  );
  const config = held.find((one) => one !== undefined);
  if (config) return [{ type: text(config.type), name: text(config.name) || text(config.type) }];
  return type === 'e-mail' ? [{ type, name: text(node.server) || 'e-mail' }] : [];
}

/** A `catch` hears what fails before it: those nodes get a line of errors to it. */
function withCaught(
  nodes: N8nNode[],
  edges: N8nEdge[],
  kept: readonly Wired[],
  names: ReadonlyMap<string, string>,
): { nodes: N8nNode[]; edges: N8nEdge[] } {
  const made = [...edges];
  const heard = new Set<string>();
  for (const { id, node } of kept.filter((one) => one.node.type === 'catch')) {
    const catcher = names.get(id) as string;
    const behind = reach(catcher, edges);
    const scope = Array.isArray(node.scope) ? new Set(node.scope.map((one) => text(one))) : null;
    for (const other of kept) {
      const name = names.get(other.id) as string;
      if (!CAN_FAIL.test(text(other.node.type)) || behind.has(name) || heard.has(name)) continue;
      if (scope && !scope.has(text(other.node.id))) continue;
      heard.add(name);
      made.push({ from: name, output: -1, to: catcher, input: 0 });
    }
  }
  return {
    edges: made,
    nodes: nodes.map((one) => (heard.has(one.name) ? { ...one, onError: 'continueErrorOutput' } : one)),
  };
}

const reach = (from: string, edges: readonly N8nEdge[]): Set<string> => {
  const seen = new Set([from]);
  for (const one of seen) for (const edge of edges) if (edge.from === one) seen.add(edge.to);
  return seen;
};
