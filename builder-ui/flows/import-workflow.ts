import type { Imported, ImportReport } from '#flow/import/import-report.ts';
import { sourceOf } from '#flow/import/source-of.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';

const parsed = (text: string): unknown => {
  if (!text.trimStart().startsWith('{') && !text.trimStart().startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The workflow of another system that a text holds; undefined where it holds none. */
export const workflowIn = (text: string): unknown => {
  const value = parsed(text);
  return value !== undefined && sourceOf(value) !== null ? value : undefined;
};

/** Makes a flow of a workflow, here in the browser. What does it is fetched when it is first needed. */
export const importPasted = async (
  workflow: unknown,
  given: { catalogue: Catalogue; locale: Locale; taken?: readonly string[]; part?: string },
): Promise<Imported | null> => {
  const { importWorkflow } = await import('#flow/import/import-workflow.ts');
  return importWorkflow(workflow, given);
};

/** Reports of flows that were just imported, until their editor shows them. */
const waiting = new Map<string, ImportReport>();

export const keepReport = (flowId: string, report: ImportReport): void => void waiting.set(flowId, report);

/** The report of a flow that was just imported; once. */
export const takeReport = (flowId: string): ImportReport | null => {
  const report = waiting.get(flowId) ?? null;
  waiting.delete(flowId);
  return report;
};
