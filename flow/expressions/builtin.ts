import type { Json, JsonObject, Text } from '../json.ts';
import { badValue } from './evaluation-error.ts';
import type { EvalEnv } from './scope.ts';
import { isObject, typeName } from './value.ts';

/** An arrow function at run time. It costs its steps at each call. */
export type Callback = (...values: Json[]) => Json;
export type Arg = Json | Callback;

type Arity = '' | '?' | '...';

/** One parameter: what signatures call it and its type, and how it is taken from the arguments (throws `bad_value`). */
export interface Param<T> {
  name: string;
  type: string;
  /** `?` may be left out, `...` takes all that follow. */
  arity: Arity;
  take(args: readonly Arg[], index: number, env: EvalEnv): T;
}

type Taken<P extends readonly Param<unknown>[]> = { [I in keyof P]: P[I] extends Param<infer T> ? T : never };

/** What the editor and the docs tell of one function or method. */
export interface BuiltinInfo {
  name: string;
  /** The type of value whose method it is; absent for functions. */
  on?: 'string' | 'list' | 'number';
  params: { name: string; type: string; arity: Arity }[];
  returns: string;
  help: Text;
  example: { source: string; result: Json };
}

export interface Builtin extends BuiltinInfo {
  /** `self` is the value of a method, null for functions. */
  call: (self: Json, args: readonly Arg[], env: EvalEnv) => Json;
  /** Makes a `call` of its own for one place in a source, given the arguments that are literals there. */
  prepare?: (literals: readonly (Json | undefined)[]) => Builtin['call'];
}

export const wrongType = (value: Arg, pt: string, en: string): never =>
  badValue(`Esperava ${pt}, veio ${typeName(value)[0]}`, `Expected ${en}, got ${typeName(value)[1]}`);

/** Makes a kind of parameter out of the way in which one argument is read. */
export const param =
  <T>(type: string, read: (value: Arg, env: EvalEnv) => T) =>
  (name: string): Param<T> => ({ name, type, arity: '', take: (args, index, env) => read(args[index] ?? null, env) });

export const any = param<Json>('any', (value) =>
  typeof value === 'function' ? wrongType(value, 'um valor', 'a value') : value,
);
export const number = param<number>('number', (value) =>
  typeof value === 'number' ? value : wrongType(value, 'um número', 'a number'),
);
export const integer = param<number>('number', (value) =>
  Number.isSafeInteger(value) ? (value as number) : wrongType(value, 'um número inteiro', 'a whole number'),
);
/** A place or count of a JavaScript method: what is not whole is cut, as JavaScript does. */
export const position = param<number>('number', (value) =>
  typeof value === 'number' ? Math.trunc(value) + 0 : wrongType(value, 'um número', 'a number'),
);
export const string = param<string>('string', (value) =>
  typeof value === 'string' ? value : wrongType(value, 'um texto', 'a text'),
);
/** What has one plain way to be written: a text, number or boolean, as text. */
export const scalar = param<string>('string', (value) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : wrongType(value, 'um texto', 'a text'),
);
export const list = param<Json[]>('list', (value) =>
  Array.isArray(value) ? value : wrongType(value, 'uma lista', 'a list'),
);
export const numbers = param<number[]>('number[]', (value, env) => {
  if (!Array.isArray(value)) return wrongType(value, 'uma lista de números', 'a list of numbers');
  env.budget.scanList(value.length);
  for (const item of value)
    if (typeof item !== 'number') wrongType(item, 'só números na lista', 'only numbers in the list');
  return value as number[];
});
export const object = param<JsonObject>('object', (value) =>
  typeof value !== 'function' && isObject(value) ? value : wrongType(value, 'um objeto', 'an object'),
);
/** `type` says what the function gets and gives: `(item, index) => any`. */
export const callback = (name: string, type: string): Param<Callback> =>
  param(type, (value) =>
    typeof value === 'function' ? value : wrongType(value, 'uma função (x => …)', 'a function (x => …)'),
  )(name);

/** A parameter that may be left out: then it is undefined. */
export const optional = <T>(of: Param<T>): Param<T | undefined> => ({
  ...of,
  arity: '?',
  take: (args, index, env) => (index < args.length ? of.take(args, index, env) : undefined),
});

/** The last parameter: all arguments that are left. */
export const rest = <T>(of: Param<T>): Param<T[]> => ({
  ...of,
  arity: '...',
  take: (args, index, env) => args.slice(index).map((_, offset) => of.take(args, index + offset, env)),
});

const countChecker = (name: string, params: readonly Param<unknown>[]): ((count: number) => void) => {
  const least = params.filter((one) => one.arity === '').length;
  const most = params.some((one) => one.arity === '...') ? Number.POSITIVE_INFINITY : params.length;
  const expected = most === least ? `${least}` : most > params.length ? `${least}+` : `${least}–${most}`;
  return (count) => {
    if (count >= least && count <= most) return;
    badValue(
      `${name}(…): esperava ${expected} argumentos, vieram ${count}`,
      `${name}(…): expected ${expected} arguments, got ${count}`,
    );
  };
};

interface Definition<P extends readonly Param<unknown>[]> {
  params: readonly [...P];
  returns: string;
  help: Text;
  /** Source of an expression and what it gives. */
  example: readonly [source: string, result: Json];
}

const builtin = <P extends readonly Param<unknown>[]>(
  name: string,
  { params, returns, help, example }: Definition<P>,
  run: (self: Json, args: Taken<P>, env: EvalEnv) => Json,
): Builtin => {
  const checkCount = countChecker(name, params);
  return {
    name,
    params: params.map((one) => ({ name: one.name, type: one.type, arity: one.arity })),
    returns,
    help,
    example: { source: example[0], result: example[1] },
    call: (self, args, env) => {
      checkCount(args.length);
      return run(self, params.map((one, index) => one.take(args, index, env)) as Taken<P>, env);
    },
  };
};

/** Declares a function of the library: data first, then what it does. */
export const fn = <P extends readonly Param<unknown>[]>(
  name: string,
  definition: Definition<P>,
  run: (args: Taken<P>, env: EvalEnv) => Json,
): Builtin => builtin(name, definition, (_self, args, env) => run(args, env));

interface Receivers {
  string: string;
  list: Json[];
  number: number;
}

/** Declares a method of a kind of value. */
export const method = <K extends keyof Receivers, P extends readonly Param<unknown>[]>(
  on: K,
  name: string,
  definition: Definition<P>,
  run: (self: Receivers[K], args: Taken<P>, env: EvalEnv) => Json,
): Builtin => ({
  ...builtin(name, definition, (self, args, env) => run(self as Receivers[K], args, env)),
  on,
});
