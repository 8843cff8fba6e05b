import { checkFlow } from './check/check-flow.ts';
import { checkNodes } from './check/check-nodes.ts';
import { FlowTypes } from './check/flow-types.ts';
import type { FlowDocument } from './document.ts';
import type { Locale } from './json.ts';
import type { Catalogue } from './node-type.ts';
import { buildPlan } from './plan/build-plan.ts';
import { Paths } from './plan/paths.ts';
import type { Plan } from './plan/plan.ts';
import { structureOf } from './plan/structure.ts';
import type { Problem } from './problem.ts';
import { readDocument } from './read-document.ts';
import { Report } from './report.ts';

export interface Compiled {
  problems: Problem[];
  /** Null where an error stands. */
  plan: Plan | null;
  /** The document as it was read; null where it is none. */
  document: FlowDocument | null;
}

/**
 * Checks a document and makes its plan. Never throws on bad input: every fault is a problem, in the locale asked for.
 * Checking again after an edit is quick where the untouched nodes are the same objects as before.
 */
export function compile(
  input: unknown,
  catalogue: Catalogue,
  { locale = 'pt-BR' }: { locale?: Locale } = {},
): Compiled {
  const report = new Report(locale);
  const document = readDocument(input, report);
  if (!document) return { problems: report.problems, plan: null, document: null };
  const structure = structureOf(document, catalogue, report);
  const paths = new Paths(structure);
  const types = new FlowTypes(structure, paths);
  checkNodes(structure, types, catalogue, report);
  checkFlow(structure, paths, types, report);
  const plan = report.hasErrors ? null : buildPlan(structure, paths, catalogue);
  return { problems: report.problems, plan, document };
}
