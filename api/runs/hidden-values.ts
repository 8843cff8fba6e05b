import type { RunView } from '#domain/runs/run-view.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { StepTry, TraceStep } from '#flow/machine/protocol.ts';

/** What stands in place of a value that `settings.redact` names. */
export const HIDDEN = '[redacted]';

/** Shorter texts and numbers are hidden in their place alone: elsewhere they would be found by chance. */
const SHORTEST = 4;
const ROOTS: ReadonlySet<string> = new Set(['trigger', 'steps', 'vars', 'output']);

/** `trigger.data.cards[0].number`, or a JSON pointer; `*` is every member. */
export const hiddenPath = (text: string): string[] =>
  text.startsWith('/')
    ? text
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : text
        .replace(/\[['"]?([^\]'"]*)['"]?\]/g, '.$1')
        .split('.')
        .filter((part) => part !== '' && part !== '$');

/** The value with all that the path leads to replaced by what `found` gives. */
function replaceAt(value: Json, path: readonly string[], found: (value: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value === null ? null : found(value);
  if (value === null || typeof value !== 'object') return value;
  const goOn = (one: Json, name: string): Json => (key === '*' || key === name ? replaceAt(one, rest, found) : one);
  if (Array.isArray(value)) return value.map((one, i) => goOn(one, String(i)));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, goOn(one, name)]));
}

/** The same wherever the path may begin. */
function replaceAnywhere(value: Json, path: readonly string[], found: (value: Json) => Json): Json {
  const here = replaceAt(value, path, found);
  if (here === null || typeof here !== 'object') return here;
  if (Array.isArray(here)) return here.map((one) => replaceAnywhere(one, path, found));
  return Object.fromEntries(Object.entries(here).map(([name, one]) => [name, replaceAnywhere(one, path, found)]));
}

/** Texts that are hidden wherever they appear: a secret does not stay where it was. */
class Secrets {
  readonly #texts = new Set<string>();
  #pattern: RegExp | null = null;

  /** Takes a value, and gives what stands in its place. */
  readonly take = (value: Json): Json => {
    if (value === HIDDEN) return HIDDEN;
    if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) this.take(one);
    else if (value !== null && typeof value !== 'boolean' && String(value).length >= SHORTEST) {
      this.#texts.add(String(value));
      this.#pattern = null;
    }
    return HIDDEN;
  };

  hide(value: Json): Json {
    if (this.#texts.size === 0) return value;
    if (typeof value === 'string') return value.replace(this.#search, HIDDEN);
    if (typeof value === 'number') return this.#texts.has(String(value)) ? HIDDEN : value;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((one) => this.hide(one));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.hide(one)]));
  }

  get #search(): RegExp {
    // The longest first, for one may hold another.
    const texts = [...this.#texts].sort((a, b) => b.length - a.length);
    this.#pattern ??= new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
    return this.#pattern;
  }
}

/** Half of what is to be hidden may stand at the end of a text that was cut short. */
const wholeOrHidden = (error: StepTry['error']): StepTry['error'] =>
  error?.message.endsWith('…') ? { ...error, message: HIDDEN } : error;

type Shown = Pick<RunView, 'trigger' | 'output' | 'error' | 'answer'>;

const hideInStep = (step: TraceStep, path: readonly string[], take: (value: Json) => Json): TraceStep => {
  const [root, first = '', ...rest] = path;
  switch (root) {
    case 'trigger':
    case 'output':
      return step;
    case 'steps':
      return first === '*' || first === step.node ? { ...step, output: replaceAt(step.output, rest, take) } : step;
    case 'vars': {
      const { input, output } = step;
      const assigns =
        isObject(input) && isObject(input.values ?? null) && Object.hasOwn(input.values as JsonObject, first);
      if (!assigns) return step;
      const values = replaceAt((input as JsonObject).values ?? null, [first, ...rest], take);
      return {
        ...step,
        input: { ...(input as JsonObject), values },
        output: replaceAt(output, [first, ...rest], take),
      };
    }
    default:
      return {
        ...step,
        input: replaceAnywhere(step.input, path, take),
        output: replaceAnywhere(step.output, path, take),
      };
  }
};

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hideInRun = <R extends Shown>(run: R, path: readonly string[], take: (value: Json) => Json): R => {
  const [root, ...rest] = path;
  if (root === 'trigger') return { ...run, trigger: replaceAt(run.trigger as unknown as Json, rest, take) };
  if (root === 'output') return { ...run, output: replaceAt(run.output, rest, take) };
  if (ROOTS.has(root ?? '')) return run;
  const anywhere = (value: Json) => replaceAnywhere(value, path, take);
  return { ...run, trigger: anywhere(run.trigger as unknown as Json), output: anywhere(run.output) };
};

/**
 * A run and its steps as they may be shown (`flow-language` §6, `redact`; docs/decisions/042): what the paths lead to is
 * hidden there, and the same texts wherever else they turn up. A path begins with `trigger`, `steps`, `vars` or `output`;
 * any other is looked for at any depth. The engine itself keeps the values: nodes and retries read them.
 */
export function hideValues<R extends Shown>(
  paths: readonly string[],
  run: R,
  steps: readonly TraceStep[],
): { run: R; steps: TraceStep[] } {
  const secrets = new Secrets();
  let shown = run;
  let told = [...steps];
  for (const path of paths.map(hiddenPath)) {
    if (path.length === 0) continue;
    shown = hideInRun(shown, path, secrets.take);
    told = told.map((step) => hideInStep(step, path, secrets.take));
  }
  const hide = <T>(value: T): T => secrets.hide(value as unknown as Json) as unknown as T;
  const { trigger, output, error, answer } = shown;
  return {
    run: { ...shown, ...hide({ trigger, output, error, answer }) },
    steps: told.map((step) => ({
      ...step,
      input: hide(step.input),
      output: hide(step.output),
      error: hide(step.error),
      ...(step.tries && { tries: step.tries.map((one) => ({ ...one, error: hide(wholeOrHidden(one.error)) })) }),
    })),
  };
}
