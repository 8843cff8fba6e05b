import type { FlowNode } from '../document.ts';
import { Access } from './access.ts';
import { type Code, call, code } from './expressions/code.ts';
import type { Names } from './expressions/names.ts';
import { alternatives, asList, spreadable, unique } from './feed-list.ts';
import { fileBefore } from './file-before.ts';
import type { Importer, Line } from './importer.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { mappingOf } from './nodes/mappings.ts';
import { Rescue } from './nodes/rescue.ts';
import { place } from './place-node.ts';
import { placeholder } from './placeholder.ts';
import { broughtTo, exclusive, type Feed, meetingGuards, type Region } from './region.ts';
import type { Made, Mapping, Step } from './step.ts';
import { cannot, WhyNot } from './why-not.ts';

/** Maps one node; what cannot be becomes a placeholder. */
export function take(importer: Importer, node: N8nNode): void {
  const lines = importer.lines(node);
  if (lines.length === 0) return;
  const mapping = node.disabled ? undefined : mappingOf(node, importer.catalogue);
  const takes = typeof mapping?.takes === 'function' ? mapping.takes(node) : (mapping?.takes ?? 'item');
  const { feed, inputs, together } = inputOf(importer, node, lines, takes);
  const several =
    lines.length > 1 || lines.some((one) => one.feed.many || one.feed.loose || one.feed.region.kind === 'items');
  const rescue = new Rescue(() => importer.fresh(`${importer.ids.get(node.name) ?? 'step'}Js`));
  const step = stepOf(importer, node, feed, {
    rescue,
    inputs,
    together,
    list: takes === 'item' ? undefined : feed.code,
    several,
    first: takes === 'list' && !several ? lines[0]?.feed.code : undefined,
  });
  const entry = importer.entry(node);
  const { made, before } = madeOf(importer, mapping, step, rescue);
  if (together && takes === 'item') {
    importer.approximated(
      node,
      'Aqui se encontram caminhos que correm ao mesmo tempo: o passo roda uma vez, depois de todos; no n8n rodava uma vez por caminho',
      'Branches that run side by side meet here: the step runs once, after all of them; in n8n it ran once for each',
    );
  }
  entry.nodes.push(step.id);
  if (before) {
    entry.nodes.push(before.id);
    importer.put(before, feed.region, feed.refs);
  }
  place(importer, node, step, made, before ? { ...feed, refs: [{ id: before.id, port: 'out' }] } : feed);
}

/** What the node becomes, and the step before it that computes what only JavaScript says. */
function madeOf(
  importer: Importer,
  mapping: Mapping | undefined,
  step: Step,
  rescue: Rescue,
): { made: Made; before: FlowNode | null } {
  const { node, names, json, list } = step;
  if (!mapping) return { made: placeholder(step, importer, node.disabled ? 'off' : 'unknown'), before: null };
  try {
    const made = mapping.make(step);
    const before = rescue.step(`${node.name.slice(0, 180)} (JavaScript)`, { names, json, list });
    if (before) {
      step.approximated(
        'Um passo de código antes deste calcula o que só JavaScript diz',
        'A code step before this one computes what only JavaScript says',
      );
    }
    return { made, before };
  } catch (thrown) {
    if (!(thrown instanceof WhyNot)) throw thrown;
    return { made: placeholder(step, importer, thrown.text), before: null };
  }
}

function inputOf(importer: Importer, node: N8nNode, lines: readonly Line[], takes: 'item' | 'list' | 'merge') {
  const feeds = lines.map((one) => one.feed);
  if (takes === 'item' && node.once && feeds.some((one) => one.many || one.region.kind === 'items')) {
    const all = importer.listed(feeds);
    return { feed: { ...all, many: false, code: call('first', [all.code]) }, inputs: [], together: false };
  }
  if (takes === 'item') {
    const { feed, together } = importer.met(node, lines);
    return { feed, inputs: [], together };
  }
  const togetherNow = feeds.some((one, i) => feeds.slice(0, i).some((other) => !exclusive(one.guards, other.guards)));
  if (takes === 'list') return { feed: importer.listed(feeds), inputs: [], together: togetherNow };
  const apart = feeds.map((one) => (one.many ? (importer.openedOf(one) ?? one) : one));
  const same = apart.every((one) => one.region === apart[0]?.region);
  const region = same ? (apart[0]?.region ?? importer.top) : importer.listed(apart).region;
  const byInput = [...new Set(lines.map(({ edge }) => edge.input))].sort((a, b) => a - b);
  const inputs = byInput.map((input) => {
    const own = apart.filter((_, i) => lines[i]?.edge.input === input).map((one) => broughtTo(one, region));
    const many = own.some((one) => one.many);
    const list = code(`[${own.map((one) => `...${spreadable(one)}`).join(', ')}]`, 'any', { sure: true });
    return { code: many ? (own.length === 1 ? (own[0] as Feed).code : list) : alternatives(own), many };
  });
  const brought = apart.map((one) => broughtTo(one, region));
  const feed: Feed = {
    refs: unique(brought.flatMap((one) => one.refs)),
    region,
    many: false,
    code: alternatives(brought),
    guards: meetingGuards(brought.map((one) => one.guards)),
    maybe: brought.every((one) => one.maybe),
  };
  return { feed, inputs, together: togetherNow };
}

function stepOf(
  importer: Importer,
  node: N8nNode,
  feed: Feed,
  more: {
    rescue: Rescue;
    inputs: Step['inputs'];
    together: boolean;
    list: Code | undefined;
    several: boolean;
    first: Code | undefined;
  },
): Step {
  const json = more.first ?? (more.list && feed.many ? code(`first(${feed.code.text})`) : feed.code);
  const list = more.list && feed.many ? feed.code : asList(feed);
  const access = new Access(importer, node, feed.region);
  const [line] = importer.ordered.edges.filter((edge) => edge.to === node.name);
  const approximated = (pt: string, en: string): void => importer.approximated(node, pt, en);
  const names: Names = {
    json,
    input: access.ofInput(json, list, more.list !== undefined),
    node: (name) => access.to(name),
    index: indexIn(feed.region),
    previous: line?.from ?? null,
    usedSetting: (name) => void importer.settings.add(name),
    rescue: (source) => more.rescue.take(source, { names, json, list }),
    approximated,
  };
  return {
    node,
    p: node.parameters,
    id: importer.ids.get(node.name) ?? importer.fresh('step'),
    own: code(`steps.${importer.ids.get(node.name) ?? ''}`, 'any', feed.maybe ? {} : { sure: true }),
    json,
    list,
    several: more.several,
    inputs: more.inputs,
    exclusive: !more.together,
    catalogue: importer.catalogue,
    attached: attachedTo(importer, node.name),
    names,
    approximated,
    fresh: (wish) => importer.fresh(wish),
    file: () => fileBefore(importer, node, access),
    needs: (connector, of) => importer.needs(node, connector, of),
    connection: connectionOf(node),
  };
}

/** What names mean to a node that reads one item there. */
export const namesAt = (importer: Importer, node: N8nNode, feed: Feed): Names =>
  stepOf(importer, node, feed, {
    rescue: new Rescue(() => cannot('Isto não se diz sem código', 'This cannot be said without code')),
    inputs: [],
    together: false,
    list: undefined,
    several: false,
    first: undefined,
  }).names;

const connectionOf = ({ credentials }: N8nNode): { connection?: string } => {
  const name = credentials.find((one) => one.name !== '')?.name;
  return name === undefined ? {} : { connection: name };
};

/** What hangs on a node; of a parser that mends answers, the parser in it: our own answers are mended anyway. */
const attachedTo = (importer: Importer, to: string): N8nNode[] =>
  (importer.workflow.attached.get(to) ?? []).flatMap((name) => {
    const found = importer.workflow.nodes.find((one) => one.name === name);
    if (!found) return [];
    if (!found.type.endsWith('.outputParserAutofixing')) return [found];
    return attachedTo(importer, name).filter((one) => one.type.includes('outputParser'));
  });

const indexIn = (region: Region): Code => {
  const loop = region.around().find((one) => one.kind !== 'top');
  return code(loop ? 'index' : '0', 'number', { sure: true });
};
