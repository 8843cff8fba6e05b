import { portsOf } from '../core/ports.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import type { Locale } from '../json.ts';
import type { Catalogue, NodeType } from '../node-type.ts';
import type { Problem } from '../problem.ts';
import type { Report } from '../report.ts';
import { Paths } from './paths.ts';
import { type Structure, structureOf } from './structure.ts';

/** Scopes, edges and what lies before what: all that does not hang on what configs say, but for the ports in them. */
export interface Shape {
  structure: Structure;
  paths: Paths;
}

interface Memory extends Shape {
  locale: Locale;
  /** What the structure had reported. */
  problems: readonly Problem[];
}

/** By the first and by the last node of a document: one edit leaves one of them as it is. */
const memories = new WeakMap<FlowNode, Memory>();

/** The shape of a document, with what is wrong in it; after an edit that leaves it as it was, not read anew. */
export function shapeOf(document: FlowDocument, catalogue: Catalogue, report: Report): Shape {
  const [first, last] = [document.nodes[0], document.nodes.at(-1)];
  if (!first || !last) return readShape(document, catalogue, report);
  const before = memories.get(first) ?? memories.get(last);
  const same = before?.locale === report.locale && isOfShape(document, before.structure, catalogue);
  const memory = same ? renewed(before, document) : readShape(document, catalogue, report);
  if (same) report.problems.push(...memory.problems.map((one) => ({ ...one })));
  memories.set(first, memory);
  memories.set(last, memory);
  return memory;
}

function readShape(document: FlowDocument, catalogue: Catalogue, report: Report): Memory {
  const from = report.problems.length;
  const structure = structureOf(document, catalogue, report);
  const problems = report.problems.slice(from).map((one) => ({ ...one }));
  return { structure, paths: new Paths(structure), locale: report.locale, problems };
}

function isOfShape({ nodes, edges }: FlowDocument, { document, types }: Structure, catalogue: Catalogue): boolean {
  return (
    nodes.length === document.nodes.length &&
    edges.length === document.edges.length &&
    nodes.every((node, i) => {
      const type = catalogue.get(node.type);
      return type === types.get(node.id) && isPlacedAs(node, document.nodes[i] as FlowNode, type);
    }) &&
    edges.every((edge, i) => {
      const before = document.edges[i];
      return edge === before || (edge.from === before?.from && edge.to === before.to);
    })
  );
}

const isPlacedAs = (node: FlowNode, before: FlowNode, type: NodeType | undefined): boolean =>
  node === before ||
  (node.id === before.id &&
    node.type === before.type &&
    node.parent === before.parent &&
    node.join === before.join &&
    (!type || JSON.stringify(portsOf(type, node.config)) === JSON.stringify(portsOf(type, before.config))));

/** The same shape with the nodes of another document. */
function renewed(memory: Memory, document: FlowDocument): Memory {
  const before = memory.structure;
  const nodes = new Map(before.nodes);
  document.nodes.forEach((node, i) => {
    const replaced = before.document.nodes[i];
    // Of two with one id the first counts.
    if (node !== replaced && nodes.get(node.id) === replaced) nodes.set(node.id, node);
  });
  return { ...memory, structure: { ...before, document, nodes } };
}
