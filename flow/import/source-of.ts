import { flowsIn } from './activepieces/flows-in.ts';
import type { ImportSource } from './import-report.ts';
import { isN8n } from './n8n-workflow.ts';
import { nodesIn } from './node-red/nodes-in.ts';

/** Whose workflow a value is; null where it is nobody's that we know. */
export function sourceOf(value: unknown): ImportSource | null {
  if (isN8n(value)) return 'n8n';
  if (flowsIn(value).length > 0) return 'activepieces';
  return nodesIn(value).length > 0 ? 'node-red' : null;
}
