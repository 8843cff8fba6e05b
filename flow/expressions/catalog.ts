import type { Builtin, BuiltinInfo } from './builtin.ts';
import { CHANCE_FUNCTIONS } from './functions/chance.ts';
import { CONVERSIONS, NUMBER_METHODS } from './functions/conversions.ts';
import { DATE_FUNCTIONS } from './functions/dates.ts';
import { DOCUMENT_FUNCTIONS } from './functions/documents.ts';
import { ENCODINGS } from './functions/encodings.ts';
import { LIST_METHODS } from './functions/list-methods.ts';
import { LIST_FUNCTIONS } from './functions/lists.ts';
import { MONEY_FUNCTIONS } from './functions/money.ts';
import { NUMBER_FUNCTIONS } from './functions/numbers.ts';
import { OBJECT_FUNCTIONS } from './functions/objects.ts';
import { PATTERN_FUNCTIONS } from './functions/patterns.ts';
import { TEXT_METHODS } from './functions/text-methods.ts';

/** The themes of the library, in the order in which the docs and the editor show them. */
export const THEMES = {
  numbers: NUMBER_FUNCTIONS,
  conversions: CONVERSIONS,
  objects: OBJECT_FUNCTIONS,
  lists: LIST_FUNCTIONS,
  dates: DATE_FUNCTIONS,
  money: MONEY_FUNCTIONS,
  documents: DOCUMENT_FUNCTIONS,
  patterns: PATTERN_FUNCTIONS,
  chance: CHANCE_FUNCTIONS,
  encodings: ENCODINGS,
  textMethods: TEXT_METHODS,
  listMethods: LIST_METHODS,
  numberMethods: NUMBER_METHODS,
} satisfies Record<string, readonly Builtin[]>;

const ALL: readonly Builtin[] = Object.values(THEMES).flat();

const FUNCTIONS: ReadonlyMap<string, Builtin> = new Map(
  ALL.filter((one) => one.on === undefined).map((one) => [one.name, one]),
);

type Receiver = NonNullable<Builtin['on']>;
/** What a method name means for each kind of value. */
export type MethodTable = { readonly [K in Receiver]?: Builtin };

const methodTable = (name: string): MethodTable =>
  Object.fromEntries(ALL.filter((one) => one.on && one.name === name).map((one) => [one.on as Receiver, one]));

const METHODS: ReadonlyMap<string, MethodTable> = new Map(
  ALL.filter((one) => one.on).map((one) => [one.name, methodTable(one.name)]),
);

export const functionNamed = (name: string): Builtin | undefined => FUNCTIONS.get(name);

export const methodsNamed = (name: string): MethodTable | undefined => METHODS.get(name);

/** Every function and method, for the checker, the editor and the docs. `length` is a member, not a method. */
export const CATALOG: readonly BuiltinInfo[] = ALL;

/** `round(x: number, digits?: number): number`, `string.at(index: number): string | null`. */
export const signatureOf = ({ name, on, params, returns }: BuiltinInfo): string => {
  const list = params.map((one) =>
    one.arity === '...' ? `...${one.name}: ${one.type}` : `${one.name}${one.arity}: ${one.type}`,
  );
  return `${on ? `${on}.` : ''}${name}(${list.join(', ')}): ${returns}`;
};

/** One line of the table in `docs/expressions.md`. */
export const tableRow = (one: BuiltinInfo): string => {
  const cells = [
    `\`${signatureOf(one)}\``,
    one.help.en,
    `\`${one.example.source}\` → \`${JSON.stringify(one.example.result)}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
};
