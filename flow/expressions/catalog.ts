import type { Builtin, BuiltinInfo } from './builtin.ts';
import { NUMBER_FUNCTIONS } from './functions/numbers.ts';

const FUNCTIONS: ReadonlyMap<string, Builtin> = new Map([...NUMBER_FUNCTIONS].map((one) => [one.name, one]));

/** What a method name means for each kind of value. */
export type MethodTable = { readonly [K in NonNullable<Builtin['on']>]?: Builtin };
const METHODS = new Map<string, { -readonly [K in keyof MethodTable]: MethodTable[K] }>();
const METHOD_LIST: Builtin[] = [];
for (const one of METHOD_LIST) {
  const table = METHODS.get(one.name) ?? {};
  if (one.on) table[one.on] = one;
  METHODS.set(one.name, table);
}

export const functionNamed = (name: string): Builtin | undefined => FUNCTIONS.get(name);

export const methodsNamed = (name: string): MethodTable | undefined => METHODS.get(name);

/** Every function and method, for the editor and the docs. */
export const CATALOG: readonly BuiltinInfo[] = [...FUNCTIONS.values(), ...METHOD_LIST];

/** `round(x: number, digits?: number): number`, `string.at(index: number): string | null`. */
export const signatureOf = ({ name, on, params, returns }: BuiltinInfo): string => {
  const list = params.map((one) =>
    one.arity === '...' ? `...${one.name}: ${one.type}` : `${one.name}${one.arity}: ${one.type}`,
  );
  return `${on ? `${on}.` : ''}${name}(${list.join(', ')}): ${returns}`;
};
