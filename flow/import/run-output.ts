import { alternatives } from './feed-list.ts';
import type { Importer } from './importer.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { shortType } from './nodes/short-type.ts';

/** Whose caller gets what the last node gave. */
const answersWithLast = ({ type, parameters }: N8nNode): boolean =>
  shortType(type) === 'executeWorkflowTrigger' || parameters.responseMode === 'lastNode';

/**
 * What a run gives, where n8n hands the last node's item to a caller: that item may hold more than the last step's own
 * output, or there are several ends. Undefined where the language's own rule gives the same.
 */
export function runOutput(importer: Importer, triggers: readonly N8nNode[]): string | undefined {
  if (!triggers.some(answersWithLast)) return undefined;
  const sources = new Set(importer.ordered.edges.map((edge) => edge.from));
  const ends = importer.ordered.order.filter((node) => !sources.has(node.name) && !triggers.includes(node));
  const feeds = ends.flatMap((node) => importer.outputs.get(node.name)?.slice(0, 1) ?? []);
  if (feeds.length === 0 || feeds.some((feed) => feed.region !== importer.top || feed.many)) return undefined;
  const [only, ...more] = feeds;
  if (only && more.length === 0 && only.code.text === `steps.${only.refs[0]?.id}`) return undefined;
  return `{{ ${alternatives(feeds).text} }}`;
}
