import { inLocale, type Locale, type Text } from './json.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { PROBLEM_TEXTS } from './problem-texts.ts';

/** Codes that never keep a flow from being published, `flow-language` §10. */
const WARNINGS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'maybe_missing',
  'parallel_assign',
  'open_webhook',
  'wait_longer_than_run',
]);

type Params = Record<string, string | number>;

const fill = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));

/** Collects problems in one locale. Its methods answer null, so that a reader can report and give up in one line. */
export class Report {
  readonly problems: Problem[] = [];
  readonly locale: Locale;

  constructor(locale: Locale) {
    this.locale = locale;
  }

  document(field: string, code: ProblemCode, text: keyof typeof PROBLEM_TEXTS, params: Params = {}): null {
    this.problems.push({ code, severity: severityOf(code), field, message: this.#say(PROBLEM_TEXTS[text], params) });
    return null;
  }

  node(
    node: string,
    field: string | undefined,
    code: ProblemCode,
    text: keyof typeof PROBLEM_TEXTS | Text,
    params: Params = {},
    range?: { start: number; end: number },
  ): null {
    const message = this.#say(typeof text === 'string' ? PROBLEM_TEXTS[text] : text, params);
    this.problems.push({
      code,
      severity: severityOf(code),
      node,
      ...(field === undefined ? {} : { field }),
      message,
      ...(range ? { range } : {}),
    });
    return null;
  }

  /** A problem outside the nodes with a text of its own. */
  text(field: string, code: ProblemCode, text: Text, range?: { start: number; end: number }): null {
    const problem = { code, severity: severityOf(code), field, message: this.#say(text, {}) } as const;
    this.problems.push(range ? { ...problem, range } : problem);
    return null;
  }

  get hasErrors(): boolean {
    return this.problems.some((problem) => problem.severity === 'error');
  }

  #say(text: Text, params: Params): string {
    return fill(inLocale(text, this.locale), params);
  }
}

export const severityOf = (code: ProblemCode): Problem['severity'] => (WARNINGS.has(code) ? 'warning' : 'error');
