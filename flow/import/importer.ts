import type { FlowEdge, FlowNode } from '../document.ts';
import type { Locale, Text } from '../json.ts';
import { inLocale } from '../json.ts';
import type { Catalogue } from '../node-type.ts';
import { type Code, code } from './expressions/code.ts';
import { alternatives, asList, spreadable, unique } from './feed-list.ts';
import type { ImportedNode, NeededConnection } from './import-report.ts';
import type { N8nEdge, N8nNode, N8nWorkflow } from './n8n-workflow.ts';
import { freshId, idOf } from './node-id.ts';
import { givenType } from './nodes/short-type.ts';
import type { Circle, Ordered } from './order.ts';
import { broughtTo, common, exclusive, type Feed, lifted, meetingGuards, Region } from './region.ts';
import type { Made } from './step.ts';
import { WhyNot } from './why-not.ts';

/** One line into a node. */
export interface Line {
  edge: N8nEdge;
  feed: Feed;
}

interface Met {
  feed: Feed;
  together: boolean;
}

/** Nodes and edges of the flow as they come to be; the nodes of n8n are given in an order in which each reads older ones. */
export class Importer {
  readonly nodes: FlowNode[] = [];
  readonly edges: FlowEdge[] = [];
  readonly reported = new Map<string, ImportedNode>();
  readonly connections: NeededConnection[] = [];
  readonly settings = new Set<string>();
  readonly regions = new Map<string, Region>();
  readonly top = new Region(null, null, 'top');
  /** What leaves each node, by name and output. */
  readonly outputs = new Map<string, Feed[]>();
  readonly ids = new Map<string, string>();
  /** Where the file is in what leaves a node, by its name. */
  readonly files = new Map<string, NonNullable<Made['file']>>();
  /** What comes into the head of a circle, round after round. */
  readonly heads = new Map<string, Feed>();
  /** Heads of circles that cannot be left as a `while` is. */
  readonly refused = new Set<string>();
  readonly circles: { circle: Circle; region: Region; feed: Feed }[] = [];
  /** What begins the flow, for nodes that no line leads to where there is no trigger. */
  start: Feed | null = null;
  readonly workflow: N8nWorkflow;
  readonly ordered: Ordered;
  readonly locale: Locale;
  readonly catalogue: Catalogue;
  readonly #expected: ReadonlyMap<string, number>;
  readonly #taken = new Set<string>(['trigger']);
  readonly #opened = new Map<Feed, Feed>();

  constructor(
    workflow: N8nWorkflow,
    ordered: Ordered,
    given: {
      catalogue: Catalogue;
      locale: Locale;
      taken: readonly string[];
      expected: ReadonlyMap<string, number>;
    },
  ) {
    this.workflow = workflow;
    this.ordered = ordered;
    this.locale = given.locale;
    this.catalogue = given.catalogue;
    this.#expected = given.expected;
    for (const id of given.taken) this.#taken.add(id);
    for (const node of ordered.order) this.ids.set(node.name, freshId(idOf(node.name), this.#taken));
  }

  fresh(wish: string): string {
    return freshId(wish, this.#taken);
  }

  say(text: Text): string {
    return inLocale(text, this.locale);
  }

  region(id: string, parent: Region, kind: Region['kind'], item: Code): Region {
    const made = new Region(id, parent, kind, { item, expected: this.#expected.get(id) ?? 0 });
    this.regions.set(id, made);
    return made;
  }

  /** Names of the items of loops must differ where they stand in each other. */
  itemName(parent: Region): string {
    const depth = parent.around().filter((one) => one.kind === 'items' || one.kind === 'loop').length;
    return depth === 0 ? 'item' : `item${depth + 1}`;
  }

  entry(node: N8nNode, status: ImportedNode['status'] = 'mapped'): ImportedNode {
    const held = this.reported.get(node.name);
    if (held) return held;
    const made: ImportedNode = { name: node.name, type: givenType(node.type), status, nodes: [], reasons: [] };
    this.reported.set(node.name, made);
    return made;
  }

  approximated(node: N8nNode, pt: string, en: string): void {
    const entry = this.entry(node);
    if (entry.status === 'mapped') entry.status = 'approximated';
    if (!entry.reasons.some((one) => one.en === en)) entry.reasons.push({ pt, en });
  }

  /** Puts a node into the flow, behind those ports. */
  put(made: FlowNode, region: Region, refs: Feed['refs']): void {
    this.nodes.push({ ...made, ...(region.id === null ? {} : { parent: region.id }) });
    for (const ref of refs)
      this.edges.push({ from: ref.port === 'out' ? ref.id : `${ref.id}.${ref.port}`, to: made.id });
  }

  lines(node: N8nNode): Line[] {
    const head = this.heads.get(node.name);
    if (head) return [{ edge: { from: node.name, output: 0, to: node.name, input: 0 }, feed: head }];
    const incoming = this.ordered.edges.filter((edge) => edge.to === node.name);
    if (incoming.length === 0 && this.start) {
      return [{ edge: { from: '', output: 0, to: node.name, input: 0 }, feed: this.start }];
    }
    return incoming.flatMap((edge) => {
      const outputs = this.outputs.get(edge.from) ?? [];
      const feed = outputs[edge.output] ?? outputs.at(-1);
      if (!feed) return [];
      return [{ edge, feed: this.#leaves(edge) ? lifted(feed) : feed }];
    });
  }

  /** True of a line that leaves a circle. */
  #leaves(edge: N8nEdge): boolean {
    return [...this.ordered.circles.values()].some(({ exits }) => exits.includes(edge));
  }

  /** The items of a list one by one: a `forEach` around whatever reads them. */
  open(feed: Feed, from: string): Feed {
    if (!feed.many) return feed;
    const held = this.#opened.get(feed);
    if (held) return held;
    const id = this.fresh(`each${from.charAt(0).toUpperCase()}${from.slice(1)}`);
    const as = this.itemName(feed.region);
    const position = this.nodes.find((one) => one.id === from)?.position;
    this.put(
      {
        id,
        type: 'forEach',
        label: this.say({ pt: 'Para cada item', en: 'For each item' }),
        config: { items: `{{ ${feed.code.text} }}`, as },
        ...(position ? { position } : {}),
      },
      feed.region,
      feed.refs,
    );
    const region = this.region(id, feed.region, 'items', feed.shape?.(code(as)) ?? code(as));
    const made: Feed = {
      refs: [{ id, port: 'each' }],
      region,
      many: false,
      code: region.item,
      guards: new Map(),
      maybe: false,
    };
    this.#opened.set(feed, made);
    return made;
  }

  openedOf(feed: Feed): Feed | undefined {
    return this.#opened.get(feed);
  }

  /** One item from all the lines. */
  met(node: N8nNode, lines: readonly Line[]): Met {
    const feeds = lines.map(({ feed, edge }) => this.open(feed, this.ids.get(edge.from) ?? 'item'));
    const [first, ...rest] = feeds.filter((one, i) => feeds.findIndex((other) => sameLine(one, other)) === i);
    if (!first) throw new WhyNot('Nada leva até aqui', 'Nothing leads here');
    if (rest.length === 0) return { feed: first, together: false };
    if (rest.some((one) => one.region !== first.region)) {
      return { feed: this.open(this.collected(node, feeds), this.ids.get(node.name) ?? 'item'), together: false };
    }
    const together = rest.some((one, i) => feeds.slice(0, i + 1).some((other) => !exclusive(one.guards, other.guards)));
    return {
      feed: {
        refs: feeds.flatMap((one) => one.refs),
        region: first.region,
        many: false,
        code: alternatives(feeds),
        guards: meetingGuards(feeds.map((one) => one.guards)),
        maybe: feeds.every((one) => one.maybe),
      },
      together,
    };
  }

  /** Lines out of several scopes, as one list in a step of its own. */
  collected(node: N8nNode, feeds: readonly Feed[]): Feed {
    const { region, code: list, refs, guards } = this.listed(feeds);
    const id = this.fresh(`${this.ids.get(node.name) ?? 'step'}Items`);
    const label = this.say({ pt: 'Juntar itens', en: 'Gather items' });
    this.put({ id, type: 'set', label, config: { values: { items: `{{ ${list.text} }}` } } }, region, refs);
    return {
      refs: [{ id, port: 'out' }],
      region,
      many: true,
      code: code(`steps.${id}.items`, 'any', { sure: true }),
      guards,
      maybe: false,
    };
  }

  /** All items from all the lines, in the scope in which all of them are over. */
  listed(feeds: readonly Feed[]): Feed {
    const out = feeds.map((one) => (!one.many && one.region.kind === 'items' ? lifted(one) : one));
    const region = out.map((one) => one.region).reduce(common);
    const brought = out.map((one) => broughtTo(one, region));
    const [only, ...more] = brought;
    const refs = unique(brought.flatMap((one) => one.refs));
    const guards = meetingGuards(brought.map((one) => one.guards));
    const list =
      only && more.length === 0
        ? asList(only)
        : code(`[${brought.map((one) => `...${spreadable(one)}`).join(', ')}]`, 'any', { sure: true });
    return { refs, region, many: true, code: list, guards, maybe: brought.every((one) => one.maybe) };
  }

  needs(node: N8nNode, connector: string | null, of: N8nNode = node): void {
    const id = this.ids.get(node.name) ?? '';
    for (const { type, name } of of.credentials) {
      const held = this.connections.find(
        (one) => one.type === type && one.name === name && one.connector === connector,
      );
      if (held) held.nodes.push(id);
      else this.connections.push({ type, name, connector, nodes: [id] });
    }
  }
}

/** Two triggers of which one alone began the run come by one line. */
const sameLine = (a: Feed, b: Feed): boolean =>
  a.code.text === b.code.text && JSON.stringify(a.refs) === JSON.stringify(b.refs);
