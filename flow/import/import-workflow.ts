import { activepiecesParts } from './activepieces/flows-in.ts';
import { readActivepieces } from './activepieces/read-activepieces.ts';
import { type ImportOptions, importRead } from './import-n8n.ts';
import type { Imported, ImportPart } from './import-report.ts';
import { type N8nWorkflow, readN8n } from './n8n-workflow.ts';
import { nodesIn, tabsIn } from './node-red/nodes-in.ts';
import { readNodeRed } from './node-red/read-node-red.ts';
import { sourceOf } from './source-of.ts';

/**
 * Reads a workflow of n8n, Node-RED or Activepieces, whichever the value is, and makes it a flow. Null where it is none.
 * Of several flows in one document `part` names one; without it the first is taken, and the report lists all.
 */
export function importWorkflow(input: unknown, options: ImportOptions & { part?: string }): Imported | null {
  const { part, ...rest } = options;
  const found = wholeOf(input, part);
  if (!found) return null;
  const made = importRead(found.whole, rest);
  if (found.parts.length < 2) return made;
  const taken = found.parts.find((one) => one.id === part) ?? found.parts[0];
  return { ...made, report: { ...made.report, parts: found.parts, ...(taken ? { part: taken.id } : {}) } };
}

function wholeOf(input: unknown, part: string | undefined): { whole: N8nWorkflow; parts: ImportPart[] } | null {
  const read = (whole: N8nWorkflow | null, parts: ImportPart[]) => whole && { whole, parts };
  switch (sourceOf(input)) {
    case 'n8n':
      return read(readN8n(input), []);
    case 'activepieces':
      return read(readActivepieces(input, part), activepiecesParts(input));
    case 'node-red':
      return read(readNodeRed(input, part), tabsIn(nodesIn(input)));
    default:
      return null;
  }
}
