import { type Code, code, orList, otherwise, RANK, record } from './expressions/code.ts';
import { codeOf } from './expressions/text.ts';
import type { Importer } from './importer.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { type Circle, loopOutput } from './order.ts';
import { broughtTo, type Feed } from './region.ts';
import { namesAt } from './take-node.ts';
import { WhyNot } from './why-not.ts';

const NONE = new Map<string, ReadonlySet<string>>();

/** Loop Over Items: a `forEach` around everything that leads back to it. */
export function takeLoop(importer: Importer, node: N8nNode): void {
  const lines = importer.lines(node);
  if (lines.length === 0) return;
  const id = importer.ids.get(node.name) ?? importer.fresh('loop');
  const given = node.parameters.list;
  // Of Activepieces: over a list that is named, and nothing of what came.
  if (given !== undefined) return namedLoop(importer, node, { id, feed: importer.met(node, lines).feed });
  const feed = importer.listed(lines.map((one) => one.feed));
  const size = typeof node.parameters.batchSize === 'number' ? node.parameters.batchSize : node.version >= 3 ? 1 : 10;
  const as = size > 1 ? 'batch' : importer.itemName(feed.region);
  const items = size > 1 ? `chunk(${feed.code.text}, ${size})` : feed.code.text;
  const entry = importer.entry(node);
  entry.nodes.push(id);
  importer.put(
    {
      id,
      type: 'forEach',
      label: node.name.slice(0, 200),
      config: { items: `{{ ${items} }}`, as },
      ...(node.position ? { position: node.position } : {}),
    },
    feed.region,
    feed.refs,
  );
  const [shape] = lines.map((one) => one.feed.shape);
  const item = code(as, 'any', size > 1 ? { sure: true } : {});
  const region = importer.region(id, feed.region, 'loop', size > 1 ? item : (shape?.(item) ?? item));
  const looped: Feed = {
    refs: [{ id, port: 'each' }],
    region,
    many: size > 1,
    code: region.item,
    guards: NONE,
    maybe: false,
  };
  const done: Feed = {
    refs: [{ id, port: 'out' }],
    region: feed.region,
    many: true,
    // Read when the body is made: what came back is what goes on.
    get code(): Code {
      return resultsOf(importer, node, feed);
    },
    guards: feed.guards,
    maybe: feed.maybe,
  };
  importer.outputs.set(node.name, loopOutput(node) === 1 ? [done, looped] : [looped, done]);
}

/** A loop over a list that an expression names: `item` and `index`, from 1, are read of the node itself. */
function namedLoop(importer: Importer, node: N8nNode, { id, feed }: { id: string; feed: Feed }): void {
  const as = `${id}Item`;
  const list = listNamed(importer, node, feed);
  importer.entry(node).nodes.push(id);
  importer.put(
    { id, type: 'forEach', label: node.name.slice(0, 200), config: { items: `{{ ${list.text} }}`, as } },
    feed.region,
    feed.refs,
  );
  const round = record({ item: code(as), index: code(`${as}Index + 1`, 'number', { sure: true, rank: RANK.sum }) });
  const region = importer.region(id, feed.region, 'loop', round);
  const looped: Feed = { refs: [{ id, port: 'each' }], region, many: false, code: round, guards: NONE, maybe: false };
  const done: Feed = { ...feed, refs: [{ id, port: 'out' }], code: record({ iterations: code(`steps.${id}`) }) };
  importer.outputs.set(node.name, [done, looped]);
}

function listNamed(importer: Importer, node: N8nNode, feed: Feed): Code {
  try {
    return orList(codeOf(node.parameters.list ?? null, namesAt(importer, node, feed)));
  } catch (thrown) {
    if (!(thrown instanceof WhyNot)) throw thrown;
    const { pt, en } = thrown.text;
    importer.approximated(node, `A lista não foi traduzida: ${pt}`, `The list was not translated: ${en}`);
    return code('[]', 'any', { sure: true });
  }
}

function resultsOf(importer: Importer, node: N8nNode, before: Feed): Code {
  const back = importer.ordered.loops.get(node.name)?.back ?? [];
  const feeds = back.flatMap((edge) => importer.outputs.get(edge.from)?.[edge.output] ?? []);
  const [only, ...more] = feeds;
  if (!only) return before.code;
  const inner = more.length === 0 ? only : importer.listed(feeds);
  return broughtTo(inner, before.region).code;
}

/** A circle: a `while` that runs until a branch leaves it. */
export function openCircle(importer: Importer, node: N8nNode, circle: Circle): void {
  const lines = importer.lines(node);
  const { feed } = importer.met(node, lines);
  const id = importer.fresh(`${importer.ids.get(node.name) ?? 'step'}Loop`);
  importer.put(
    {
      id,
      type: 'while',
      label: importer.say({ pt: 'Repetir até sair', en: 'Repeat until it leaves' }),
      config: { condition: true, maxIterations: 1_000 },
      ...(node.position ? { position: node.position } : {}),
    },
    feed.region,
    feed.refs,
  );
  const region = importer.region(id, feed.region, 'while', feed.code);
  const back = region.expected > 1 ? code('last?.back') : code('last');
  importer.heads.set(node.name, {
    refs: [{ id, port: 'each' }],
    region,
    many: false,
    code: otherwise(back, feed.code),
    guards: NONE,
    maybe: false,
  });
  importer.circles.push({ circle, region, feed });
}

/** Where a circle is left there is a `break`; what goes round is read off what comes back. */
export function closeCircles(importer: Importer): void {
  for (const { circle, region } of importer.circles) {
    const back = circle.back.flatMap((edge) => importer.outputs.get(edge.from)?.[edge.output] ?? []);
    const [first] = back;
    if (first) region.exports.set('back', first.code);
    const [exit] = circle.exits;
    const leaving = exit ? importer.outputs.get(exit.from)?.[exit.output] : undefined;
    // One of several items would leave: a `break` inside a loop over them ends that loop only.
    if (leaving && leaving.region !== region) importer.refused.add(circle.head);
    else if (leaving) importer.put({ id: importer.fresh('leave'), type: 'break', config: {} }, region, leaving.refs);
  }
}
