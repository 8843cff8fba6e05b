import { compileConfig, compileExpression } from '#flow/expressions/compile.ts';
import { parseExpression } from '#flow/expressions/parse.ts';
import { parseTemplate, readsOfConfig } from '#flow/expressions/template.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';
import { isCut, type KnownValues, type Origin } from './known-values.ts';

/** What a text of a config would give, as far as it can be known now. */
export type Preview =
  /** `from`: of the weakest value that it reads. */
  | { kind: 'value'; value: Json; from: Origin }
  | { kind: 'error'; message: string }
  /** It reads steps of which no value is known yet. */
  | { kind: 'missing'; steps: string[] }
  /** It is half written: the checker says where. */
  | { kind: 'unfinished'; message: string };

const WEAKEST: readonly Origin[] = ['sample', 'pin', 'run'];

/** `bare`: the whole text is an expression; else it may hold some between braces. Null: it holds none. */
export const previewOf = (text: string, bare: boolean, values: KnownValues, locale: Locale): Preview | null => {
  if (text.trim() === '') return null;
  const parsed = bare ? parseExpression(text) : parseTemplate(text);
  if ('problem' in parsed) return { kind: 'unfinished', message: inLocale(parsed.problem.message, locale) };
  if ('ok' in parsed && !parsed.ok) return { kind: 'unfinished', message: inLocale(parsed.message, locale) };
  if ('kind' in parsed && parsed.kind === 'constant') return null;
  const template = 'kind' in parsed ? parsed : { kind: 'expression' as const, ast: parsed.ast, reads: parsed.reads };
  const reads = readsOfConfig({ root: template, problems: [] });
  const known = [
    ...reads.steps.map((id) => [`steps.${id}`, values.step(id)] as const),
    ...reads.names.map((name) => [name, values.name(name)] as const),
  ];
  const missing = known.flatMap(([path, one]) =>
    (path.startsWith('steps.') && !one) || isCut(one?.value) ? [path.replace('steps.', '')] : [],
  );
  if (missing.length > 0) return { kind: 'missing', steps: missing };
  try {
    const evaluate =
      template.kind === 'expression'
        ? compileExpression(template.ast)
        : compileConfig({ root: template, problems: [] });
    const value = evaluate({ ...values.scope, env: { ...values.scope.env, locale } });
    const from = WEAKEST.find((origin) => known.some(([, one]) => one?.from === origin)) ?? 'run';
    return { kind: 'value', value, from };
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  }
};
