import type { JsonObject } from '../json.ts';
import { code, quoted } from './expressions/code.ts';
import type { Importer } from './importer.ts';
import type { MadeTrigger } from './made-trigger.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { freshId, idOf } from './node-id.ts';
import type { Feed } from './region.ts';
import { triggerOf } from './triggers.ts';

/** What the trigger hands on. */
const startIn = (region: Feed['region']): Feed => ({
  refs: [{ id: 'trigger', port: 'out' }],
  region,
  many: false,
  code: code('trigger.data'),
  guards: new Map(),
  maybe: false,
});

/** The flow's trigger; where several of n8n's begin different ways, a `switch` chooses among them. */
export function begin(importer: Importer, triggers: readonly N8nNode[]): MadeTrigger {
  const [first] = triggers;
  const fallback = idOf(importer.workflow.name).toLowerCase();
  if (!first) {
    importer.start = startIn(importer.top);
    return { type: 'manual', config: {}, value: code('trigger.data'), status: 'mapped', reasons: [] };
  }
  const made = triggers.map((node) => ({ node, made: triggerOf(node, fallback) }));
  const [main] = made as [{ node: N8nNode; made: MadeTrigger }];
  const waysOf = (node: N8nNode): string =>
    importer.ordered.edges
      .filter((edge) => edge.from === node.name)
      .map((edge) => `${edge.to} ${edge.input}`)
      .sort()
      .join('\n');
  const others = made.slice(1).filter(({ node }) => waysOf(node) !== waysOf(first) && waysOf(node) !== '');
  const start: Feed = startIn(importer.top);
  const router = others.length > 0 ? route(importer, main.made, others) : null;
  for (const { node, made: one } of made) {
    const entry = importer.entry(node, one.status);
    entry.reasons.push(...one.reasons);
    entry.nodes.push('trigger');
    const port = router?.ports.get(node.name);
    const refs = router ? [{ id: router.id, port: port ?? 'default' }] : start.refs;
    const guards = router ? new Map([[router.id, new Set([port ?? 'default'])]]) : start.guards;
    const feed: Feed = {
      ...start,
      refs,
      guards,
      maybe: router !== null,
      code: port === undefined ? main.made.value : one.value,
    };
    importer.outputs.set(node.name, [feed, feed, feed]);
    if (node.credentials.length > 0)
      importer.needs(node, one.type === 'webhook' ? 'webhook' : one.type === 'message' ? 'telegram' : null);
    if (node !== first) secondTrigger(importer, node, { one, main: main.made, routed: port !== undefined });
  }
  return main.made;
}

/** By hand and by another flow, any flow can be started: of the others a flow has one. */
const BY_HAND: ReadonlySet<string> = new Set(['manual', 'flow']);

const secondTrigger = (
  importer: Importer,
  node: N8nNode,
  { one, main, routed }: { one: MadeTrigger; main: MadeTrigger; routed: boolean },
): void => {
  const entry = importer.entry(node);
  if (!BY_HAND.has(one.type)) {
    entry.status = routed ? 'notMapped' : 'approximated';
    entry.reasons.push({
      pt: 'Um fluxo tem um gatilho só: faça outro fluxo para este, ou chame este fluxo de lá',
      en: 'A flow has one trigger only: make another flow for this one, or call this flow from there',
    });
  } else if (one.type === main.type && routed) {
    importer.approximated(
      node,
      `À mão, este caminho é seguido com os dados { "from": "${node.name}" }`,
      `By hand, this way is taken with the data { "from": "${node.name}" }`,
    );
  } else if (one.type === main.type && one.value.text !== main.value.text) {
    importer.approximated(
      node,
      'Leva ao mesmo lugar que outro, com outros valores: valem os do outro',
      'It leads where another does, with other values: those of the other are taken',
    );
  }
};

function route(importer: Importer, main: MadeTrigger, others: readonly { node: N8nNode; made: MadeTrigger }[]) {
  const id = importer.fresh('startedBy');
  const taken = new Set(['default', 'error']);
  const ports = new Map<string, string>();
  const cases = others.map(({ node, made }): JsonObject => {
    const port = freshId(idOf(node.name), taken);
    ports.set(node.name, port);
    return { port, when: `{{ ${beganHere(node, made, main)} }}` };
  });
  const label = importer.say({ pt: 'Como começou', en: 'How it began' });
  importer.put({ id, type: 'switch', label, config: { cases } }, importer.top, startIn(importer.top).refs);
  return { id, ports };
}

/** True where a run began by that trigger; never, where only the flow's own trigger begins runs of that type. */
const beganHere = (node: N8nNode, made: MadeTrigger, main: MadeTrigger): string => {
  if (made.type !== main.type) return `trigger.type == '${made.type}'`;
  return BY_HAND.has(made.type)
    ? `trigger.type == '${made.type}' && trigger.data?.from == ${quoted(node.name)}`
    : 'false';
};
