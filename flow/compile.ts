import { checkFlow } from './check/check-flow.ts';
import { checkNodes } from './check/check-nodes.ts';
import { FlowTypes } from './check/flow-types.ts';
import type { FlowDocument } from './document.ts';
import type { Locale } from './json.ts';
import type { Catalogue } from './node-type.ts';
import { buildPlan } from './plan/build-plan.ts';
import type { Plan } from './plan/plan.ts';
import { shapeOf } from './plan/shape.ts';
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
  const { structure, paths } = shapeOf(document, catalogue, report);
  const types = new FlowTypes(structure, paths);
  checkNodes(structure, types, catalogue, report);
  checkFlow(structure, paths, types, report);
  return new Checked(report, document, () => buildPlan(structure, paths, catalogue));
}

/** The plan is made when it is first asked for: who checks a draft while it is written needs none. */
class Checked implements Compiled {
  readonly problems: Problem[];
  readonly document: FlowDocument;
  readonly #build: () => Plan;
  readonly #hasErrors: boolean;
  #plan: Plan | null = null;

  constructor({ problems, hasErrors }: Report, document: FlowDocument, build: () => Plan) {
    this.problems = problems;
    this.document = document;
    this.#hasErrors = hasErrors;
    this.#build = build;
  }

  get plan(): Plan | null {
    if (!this.#hasErrors) this.#plan ??= this.#build();
    return this.#plan;
  }
}
