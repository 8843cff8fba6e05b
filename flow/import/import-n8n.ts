import type { FlowDocument, FlowNode } from '../document.ts';
import type { Json, JsonObject, Locale, Text } from '../json.ts';
import type { Catalogue } from '../node-type.ts';
import { begin } from './begin.ts';
import { counted, explainProblems } from './explain-problems.ts';
import { holdSize } from './hold-size.ts';
import type { Imported, ImportedNode, ImportReport } from './import-report.ts';
import { Importer } from './importer.ts';
import { laidOut } from './layout.ts';
import { closeCircles, openCircle, takeLoop } from './loops.ts';
import type { MadeTrigger } from './made-trigger.ts';
import { type N8nNode, type N8nWorkflow, readN8n } from './n8n-workflow.ts';
import { text } from './nodes/parameters.ts';
import { shortType } from './nodes/short-type.ts';
import { withLoopEnds } from './old-loops.ts';
import { isBatches, ordered } from './order.ts';
import { runOutput } from './run-output.ts';
import { take } from './take-node.ts';
import { isTrigger, triggerRank } from './triggers.ts';

const isNote = ({ type }: N8nNode): boolean => /\.sticky(Note)?$/.test(type);

export interface ImportOptions {
  /** Types that are not in it are not used. */
  catalogue: Catalogue;
  /** Of labels that are made up here. */
  locale?: Locale;
  /** Ids that nodes must not have: those of a flow that it is put into. */
  taken?: readonly string[];
}

/** Makes a flow of a workflow of n8n; null where the value is none. */
export function importN8n(input: unknown, options: ImportOptions): Imported | null {
  const whole = readN8n(input);
  return whole && importRead(whole, options);
}

/**
 * Makes a flow of what was read. The document always can be read; what stands in the way of publishing it is told by
 * the report, node by node. @throws `too_large`
 */
export function importRead(whole: N8nWorkflow, { catalogue, locale = 'pt-BR', taken = [] }: ImportOptions): Imported {
  const notes = whole.nodes.filter(isNote);
  const attached = [...whole.attached.values()].flat();
  holdSize(whole.nodes.length - notes.length, whole.edges.length + attached.length);
  const hanging = new Set(attached);
  const workflow: N8nWorkflow = withLoopEnds({
    ...whole,
    nodes: whole.nodes.filter((node) => !isNote(node) && !hanging.has(node.name)),
    edges: whole.edges.filter((edge) => !hanging.has(edge.from) && !hanging.has(edge.to)),
  });
  const given = { catalogue, locale, taken, expected: new Map<string, number>(), refused: new Set<string>() };
  let first = built(workflow, whole, given);
  for (let known = 0; first.importer.refused.size > known; first = built(workflow, whole, given)) {
    for (const head of first.importer.refused) given.refused.add(head);
    known = given.refused.size;
  }
  const expected = new Map([...first.importer.regions].map(([id, region]) => [id, region.exports.size]));
  const { importer, trigger, extra, output } = built(workflow, whole, { ...given, expected });
  const document = documentOf(importer, whole, { trigger, notes, extra, output });
  const report = reportOf(importer, whole, notes);
  const kept = withinSize(document, report);
  explainProblems(kept, report, catalogue);
  return { document: kept, report };
}

interface Built {
  importer: Importer;
  trigger: MadeTrigger;
  extra: JsonObject;
  output: string | undefined;
}

function built(
  workflow: N8nWorkflow,
  whole: N8nWorkflow,
  given: Required<ImportOptions> & { expected: ReadonlyMap<string, number>; refused: ReadonlySet<string> },
): Built {
  const targets = new Set(workflow.edges.map((edge) => edge.to));
  const triggers = workflow.nodes
    .filter((node) => isTrigger(node) && !targets.has(node.name))
    .sort((a, b) => triggerRank(a) - triggerRank(b));
  const loose = workflow.nodes.filter((node) => !targets.has(node.name)).map((node) => node.name);
  const [none] = workflow.nodes;
  const entries =
    triggers.length > 0 ? triggers.map((node) => node.name) : loose.length > 0 ? loose : none ? [none.name] : [];
  const order = ordered(workflow, entries, given.refused);
  const importer = new Importer({ ...workflow, nodes: whole.nodes }, order, given);
  const trigger = begin(importer, triggers);
  for (const node of order.order) {
    if (triggers.includes(node)) continue;
    const circle = order.circles.get(node.name);
    if (circle) openCircle(importer, node, circle);
    if (isBatches(node) && !node.disabled) takeLoop(importer, node);
    else take(importer, node);
  }
  closeCircles(importer);
  for (const { from, to } of order.dropped) {
    const node = workflow.nodes.find((one) => one.name === to);
    if (!node) continue;
    importer.approximated(
      node,
      `A volta de “${from}” até aqui não foi refeita: desenhe-a com “while”`,
      `The way back from “${from}” to here was not remade: draw it with “while”`,
    );
  }
  const extra: JsonObject = {};
  if (order.unreached.length > 0) {
    extra[`x-${workflow.source ?? 'n8n'}-unreached`] = order.unreached.map((node): Json => node.original);
    for (const node of order.unreached) {
      const entry = importer.entry(node, 'notMapped');
      entry.status = 'notMapped';
      entry.reasons.push({
        pt: 'Nenhum gatilho leva até aqui; lá também não rodava. O original ficou no documento',
        en: 'No trigger leads here; it did not run there, either. The original is kept in the document',
      });
    }
  }
  return { importer, trigger, extra, output: runOutput(importer, triggers) };
}

function documentOf(
  importer: Importer,
  whole: N8nWorkflow,
  { trigger, notes, extra, output }: Omit<Built, 'importer'> & { notes: readonly N8nNode[] },
): FlowDocument {
  for (const [id, region] of importer.regions) {
    const node = importer.nodes.find((one) => one.id === id);
    const { result } = region;
    if (node && result !== undefined) node.config = { ...node.config, result };
  }
  const origin = whole.nodes.find((node) => isTrigger(node) && node.position)?.position ?? null;
  const description = notes
    .map((node) => text(node.parameters.content))
    .filter((one) => one !== '')
    .join('\n\n')
    .slice(0, 10_000);
  return {
    language: 'trama/1',
    name: whole.name,
    ...(description === '' ? {} : { description }),
    trigger: { type: trigger.type, config: trigger.config },
    nodes: laidOut(importer.nodes, origin) as FlowNode[],
    edges: distinct(importer.edges),
    ...(output === undefined ? {} : { output }),
    ...(whole.timezone && whole.timezone !== 'DEFAULT' ? { settings: { timezone: whole.timezone } } : {}),
    ...extra,
  };
}

/** Of the 1 MB that a document may have. */
const MAX_BYTES = 900_000;

/** A document that would be too large goes without the originals: the author still has the workflow. */
function withinSize(document: FlowDocument, report: ImportReport): FlowDocument {
  if (JSON.stringify(document).length <= MAX_BYTES) return document;
  report.notes.push({
    pt: 'O fluxo é grande: o JSON original dos passos não foi guardado nele',
    en: 'The flow is large: the original JSON of its steps was not kept in it',
  });
  const without = <T extends object>(one: T): T =>
    Object.fromEntries(Object.entries(one).filter(([key]) => !/^x-(n8n|node-red|activepieces)/.test(key))) as T;
  return { ...without(document), nodes: document.nodes.map(without) };
}

const distinct = <T extends { from: string; to: string }>(edges: readonly T[]): T[] =>
  edges.filter((one, i) => edges.findIndex((other) => other.from === one.from && other.to === one.to) === i);

function reportOf(importer: Importer, whole: N8nWorkflow, notes: readonly N8nNode[]): ImportReport {
  const nodes: ImportedNode[] = whole.nodes.flatMap((node) => importer.reported.get(node.name) ?? []);
  for (const [owner, names] of whole.attached) {
    const entry = importer.reported.get(owner);
    for (const name of names) {
      const node = whole.nodes.find((one) => one.name === name);
      if (!node || !entry || nodes.some((one) => one.name === name)) continue;
      nodes.push({
        name,
        type: node.type,
        status: entry.status,
        nodes: entry.nodes,
        reasons: [{ pt: `Faz parte de “${owner}”`, en: `It is part of “${owner}”` }],
      });
    }
  }
  const about: Text[] = [];
  if (notes.length > 0)
    about.push({
      pt: `${notes.length} notas foram para a descrição do fluxo`,
      en: `${notes.length} notes went into the description of the flow`,
    });
  if (whole.nodes.some((node) => shortType(node.type) === 'httpRequest')) {
    about.push({
      pt: 'Uma resposta HTTP que é uma lista fica uma lista: onde o n8n seguia item por item, use “forEach”',
      en: 'An HTTP answer that is a list stays a list: where n8n went on item by item, use “forEach”',
    });
  }
  if (whole.errorWorkflow)
    about.push({
      pt: 'O n8n chamava outro fluxo quando este falhava: escolha-o em “onFailure”, nos ajustes',
      en: 'n8n called another workflow when this one failed: choose it as “onFailure” in the settings',
    });
  return {
    source: whole.source ?? 'n8n',
    counts: counted(nodes),
    nodes,
    connections: importer.connections,
    settings: [...importer.settings],
    notes: about,
  };
}
