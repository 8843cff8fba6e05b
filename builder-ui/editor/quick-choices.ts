import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';
import { connectFault, findNode, TRIGGER_ID } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { isContainer, type PortRef, portsOf } from '../document/ports.ts';
import { findTypes, type Standing, type StandingFault, standingFault } from './commands/find-types.ts';
import { findByWords } from './commands/find-words.ts';

/** What can be answered to "what shall stand here?". */
export type Choice =
  | { kind: 'type'; id: string; type: NodeType; fault: StandingFault | null }
  | { kind: 'node'; id: string; node: FlowNode; label: string };

const MOST_RECENT = 5;
const MOST_NODES = 6;
const MOST_JOINED = 60;

/** Lately used first, then as they are; those that cannot stand here last. */
const typesFor = (
  given: { document: FlowDocument; catalogue: Catalogue; recent: readonly string[]; at: Standing },
  typed: string,
  locale: Locale,
): Choice[] => {
  const found = findTypes(given.catalogue.values(), typed, locale);
  const recent = given.recent.slice(0, MOST_RECENT);
  const rank = ({ type }: NodeType): number => {
    const at = typed.trim() === '' ? recent.indexOf(type) : -1;
    return at < 0 ? recent.length : at;
  };
  const choices = found
    .toSorted((a, b) => rank(a) - rank(b))
    .map((type) => ({
      kind: 'type' as const,
      id: `type ${type.type}`,
      type,
      fault: standingFault(given.document, type, given.at),
    }));
  return [...choices.filter(({ fault }) => fault === null), ...choices.filter(({ fault }) => fault !== null)];
};

/** Steps that stand there already and that a wire from this port may lead to. */
const nodesFor = (
  given: { document: FlowDocument; catalogue: Catalogue; from: PortRef | undefined; joins: boolean },
  typed: string,
  locale: Locale,
): Choice[] => {
  const { document, catalogue, from, joins } = given;
  // With nothing typed they are not what one mostly looks for.
  if (!from || (typed.trim() === '' && !joins)) return [];
  const labelled = document.nodes.map((node) => ({ node, label: nodeLabel(node, catalogue, locale) }));
  return findByWords(typed, labelled, ({ node, label }) => [label, node.id])
    .filter(({ node }) => connectFault(document, catalogue, from, node.id) === null)
    .slice(0, joins ? MOST_JOINED : MOST_NODES)
    .map(({ node, label }) => ({ kind: 'node' as const, id: `node ${node.id}`, node, label }));
};

export const choicesFor = (
  given: {
    document: FlowDocument;
    catalogue: Catalogue;
    recent: readonly string[];
    from: PortRef | undefined;
    at: Standing;
    joins: boolean;
  },
  typed: string,
  locale: Locale,
): Choice[] => [...(given.joins ? [] : typesFor(given, typed, locale)), ...nodesFor(given, typed, locale)];

/** The ports that the wire could leave by instead; of one alone nothing is to choose. */
export const portsFor = (document: FlowDocument, catalogue: Catalogue, from: PortRef | undefined): string[] => {
  const node = from && from.node !== TRIGGER_ID ? findNode(document, from.node) : undefined;
  if (!node) return [];
  const ports = portsOf(node, catalogue.get(node.type));
  const all = isContainer(node.type) ? ['each', ...ports] : ports;
  return all.length > 1 ? all : [];
};
