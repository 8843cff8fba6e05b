import { CATALOG } from '../expressions/catalog.ts';

/** How the names of an expression are written in the code, at the place where it stands. */
export interface Naming {
  /** `steps.<id>`, `port.<id>`, `errors.<id>`. */
  member(root: 'steps' | 'port' | 'errors', id: string): Written;
  /** `steps.<id>.<field>` where the code knows that the field is there; undefined: read it like any other. */
  fieldOf(id: string, field: string): Written | undefined;
  /** Any other name. */
  name(name: string): Written;
}

/** A piece of TypeScript. */
export interface Written {
  text: string;
  /** What is known of its value without running it. */
  type: 'number' | 'string' | 'boolean' | 'any';
  /** Binds as tightly as a call or a name: needs no brackets. */
  whole: boolean;
  /** Its outermost operator, where it is one that binds less. */
  operator?: string;
}

export const whole = (text: string, type: Written['type'] = 'any'): Written => ({ text, type, whole: true });
export const loose = (text: string, type: Written['type'], operator?: string): Written => ({
  text,
  type,
  whole: false,
  ...(operator === undefined ? {} : { operator }),
});
const TIGHT: ReadonlySet<string> = new Set(['===', '!==', '<', '<=', '>', '>=', '!']);
/** As a side of `&&`, `||` or `??`, or as a test: comparisons bind tighter, and the same operator goes on. */
export const asSide = (written: Written, operator?: string): string => {
  const free = written.operator !== undefined && (TIGHT.has(written.operator) || written.operator === operator);
  return free ? written.text : inBrackets(written);
};
export const inBrackets = ({ text, whole: tight }: Written): string => (tight ? text : `(${text})`);

/** What functions of the language always give. */
export const GIVES: ReadonlyMap<string, Written['type']> = new Map(
  CATALOG.filter((one) => one.on === undefined).map(({ name, returns }) => [
    name,
    returns === 'number' || returns === 'string' || returns === 'boolean' ? returns : 'any',
  ]),
);

export const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"')
    ? JSON.stringify(text)
    : `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
export const keyOf = (key: string): string => (IDENTIFIER.test(key) ? key : quoted(key));

/** A text between backticks. */
export const backticked = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
