import type { Expression } from '../expressions/ast.ts';
import { CATALOG, signatureOf } from '../expressions/catalog.ts';
import { parseEmbedded, parseExpression } from '../expressions/parse.ts';
import type { Text } from '../json.ts';
import { describeIn } from './describe.ts';
import { inferExpression } from './infer.ts';
import { localOf, type Where } from './inference.ts';
import { memberNames, memberOf } from './members.ts';
import { openBrackets } from './open-brackets.ts';
import { KIND, kindsOf, type Type, t } from './type.ts';
import { STEP_ROOTS, type StepRoot, type TypeEnv } from './type-env.ts';

export interface Completion {
  label: string;
  kind: 'name' | 'node' | 'field' | 'method' | 'function';
  /** The type of a value, the signature of a function. */
  detail: Text;
}
export interface Completions {
  /** Offset at which the name that is being typed begins: what a completion replaces, up to the cursor. */
  start: number;
  items: Completion[];
}

/** A name that no author writes; it stands for what is being typed. */
const CURSOR = '__cursor__';
const TYPED = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What can stand at `offset` of an expression (no braces). Only the text before it counts; it may be half typed. */
export const completionsAt = (source: string, offset: number, env: TypeEnv): Completions => {
  const head = source.slice(0, offset);
  const typed = TYPED.exec(head)?.[0] ?? '';
  const start = offset - typed.length;
  const found = offered(head.slice(0, start), env);
  const wanted = typed.toLowerCase();
  return { start, items: found.filter((one) => one.label.toLowerCase().startsWith(wanted)) };
};

/** The same in a text with `{{…}}`; nothing outside of them. */
export const completionsInText = (text: string, offset: number, env: TypeEnv): Completions => {
  let open = -2;
  for (;;) {
    open = text.indexOf('{{', open + 2);
    if (open === -1 || open + 2 > offset) return { start: offset, items: [] };
    if (text[open - 1] === '\\') continue;
    const whole = parseEmbedded(text, open + 2);
    if (whole.ok && whole.end <= offset) {
      open = whole.end - 2;
      continue;
    }
    const found = completionsAt(text.slice(open + 2), offset - open - 2, env);
    return { ...found, start: found.start + open + 2 };
  }
};

const offered = (head: string, env: TypeEnv): Completion[] => {
  const open = openBrackets(head);
  if (!open) return [];
  const { closing, starts } = open;
  // As it stands, then as a `?:` that lacks its end, then only what follows the last bracket or operator.
  const tries = [head + CURSOR + closing, `${head + CURSOR} : null${closing}`];
  for (const from of starts) tries.push(head.slice(from) + CURSOR);
  for (const source of tries) {
    const parsed = parseExpression(source);
    if (parsed.ok) return atCursor(parsed.ast, env);
  }
  return [];
};

const atCursor = (ast: Expression, env: TypeEnv): Completion[] => {
  const types = new Map<Expression, Type>();
  let found: (() => Completion[]) | undefined;
  inferExpression(ast, env, (node, type, where) => {
    types.set(node, type);
    if (node.type === 'Identifier' && node.name === CURSOR) found = () => namesAt(where, env);
    if (node.type !== 'MemberExpression' || node.property !== CURSOR) return;
    const { object } = node;
    found = () => {
      const root = object.type === 'Identifier' && !localOf(where, object.name) ? object.name : '';
      return isStepRoot(root) ? nodesOf(root, env) : membersAt(types.get(object) ?? t.unknown);
    };
  });
  return found?.() ?? [];
};

const isStepRoot = (name: string): name is StepRoot => (STEP_ROOTS as readonly string[]).includes(name);

const FUNCTION_COMPLETIONS: readonly Completion[] = CATALOG.filter((one) => !one.on).map((one) => ({
  label: one.name,
  kind: 'function',
  detail: { pt: signatureOf(one), en: signatureOf(one) },
}));

const namesAt = (where: Where, env: TypeEnv): Completion[] => {
  const names = new Map<string, Type>();
  for (let at = where.locals; at; at = at.outer) if (!names.has(at.name)) names.set(at.name, at.type);
  for (const name of env.names()) if (!names.has(name)) names.set(name, env.name(name) ?? t.unknown);
  const error = env.onlyError();
  if (error) names.set('error', error);
  const roots = STEP_ROOTS.filter((name) => !names.has(name)).map((name) => [name, t.open()] as const);
  const all = [...names, ...roots].map(
    ([label, type]): Completion => ({ label, kind: 'name', detail: describeIn(type) }),
  );
  return [...all, ...FUNCTION_COMPLETIONS];
};

const nodesOf = (root: StepRoot, env: TypeEnv): Completion[] => {
  const found: Completion[] = [];
  for (const label of env.nodes()) {
    const { kind, type } = root === 'steps' ? env.step(label) : root === 'port' ? env.port(label) : env.error(label);
    if (kind !== 'never' && kind !== 'unknown') found.push({ label, kind: 'node', detail: describeIn(type) });
  }
  return found;
};

const membersAt = (type: Type): Completion[] => {
  const fields = memberNames(type).map((label): Completion => {
    return { label, kind: 'field', detail: describeIn(memberOf(type, label) ?? t.unknown) };
  });
  const kinds = kindsOf(type);
  const methods = CATALOG.filter((one) => one.on && kinds & KIND[one.on]);
  const labels = new Set<string>();
  for (const one of methods) {
    if (labels.has(one.name)) continue;
    labels.add(one.name);
    fields.push({ label: one.name, kind: 'method', detail: { pt: signatureOf(one), en: signatureOf(one) } });
  }
  return fields;
};
