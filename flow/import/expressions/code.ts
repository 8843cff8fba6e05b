/**
 * A piece of an expression in our language, as text, with what the translation must know of it. n8n wraps every value
 * in an item (`{ json, binary }`) and every date in an object; here they are values, so the wrapping is followed by kind.
 */
export interface Code {
  text: string;
  /** How tightly the outermost operator binds; what is below what is needed goes into brackets. */
  rank: number;
  kind: Kind;
  /** Never null: its members are read with a plain dot. */
  sure?: boolean;
  /** The fields that are known to have a place of their own, over what `base` has. */
  fields?: Readonly<Record<string, Code>>;
  base?: Code;
  /** Of `node` and `input`. */
  access?: Access;
  /** One or the other, of which both are known. */
  ways?: { test: Code; yes: Code; no: Code };
  /** Of a template string. */
  parts?: readonly (string | Code)[];
  /** IANA zone of a moment, as an expression. */
  zone?: string;
}

/** `item`: the text is its `json`; `items`: the list of those; `span`: a difference of dates, in milliseconds. */
export type Kind =
  | 'any'
  | 'text'
  | 'number'
  | 'item'
  | 'items'
  | 'moment'
  | 'span'
  | 'node'
  | 'input'
  | 'settings'
  | 'workflow'
  | 'execution'
  | 'previous'
  | 'global';

/** What can be read of the items that a node gave. Each is made when it is asked for, and may throw `WhyNot`. */
export interface Access {
  item(): Code;
  first(): Code;
  last(): Code;
  all(): Code;
  executed(): Code;
}

export const RANK = {
  arrow: 1,
  choice: 2,
  either: 4,
  both: 5,
  equal: 9,
  order: 10,
  sum: 12,
  product: 13,
  unary: 15,
  atom: 20,
} as const;

export const code = (text: string, kind: Kind = 'any', more: Partial<Code> = {}): Code => ({
  text,
  rank: RANK.atom,
  kind,
  ...more,
});

export const NULL: Code = code('null');

/** The text, in brackets where its operator binds less than is needed. */
export const within = (one: Code, rank: number): string => (one.rank < rank ? `(${one.text})` : one.text);

export const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;

const NAME = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** `one.key`, or what stands in its place where the fields of `one` are known. */
export function member(one: Code, key: string): Code {
  if (one.fields && Object.hasOwn(one.fields, key)) return one.fields[key] as Code;
  if (one.base) return member(one.base, key);
  if (one.fields) return NULL;
  if (one.text === 'null') return NULL;
  if (one.ways) {
    const [yes, no] = [member(one.ways.yes, key), member(one.ways.no, key)];
    return yes.text === no.text ? yes : choice(one.ways.test, yes, no);
  }
  const dot = one.sure ? '.' : '?.';
  const left = within(one, RANK.atom);
  return code(NAME.test(key) ? `${left}${dot}${key}` : `${left}${one.sure ? '' : '?.'}[${quoted(key)}]`);
}

/** `one[index]`. */
export const indexed = (one: Code, index: Code): Code =>
  code(`${within(one, RANK.atom)}${one.sure ? '' : '?.'}[${index.text}]`);

/** `name(…)`: a function of our language. */
export const call = (name: string, args: readonly (Code | string)[], more: Partial<Code> = {}): Code =>
  code(`${name}(${args.map((one) => (typeof one === 'string' ? one : one.text)).join(', ')})`, 'any', more);

/** `one.name(…)`: a method of our language. */
export const method = (one: Code, name: string, args: readonly (Code | string)[], more: Partial<Code> = {}): Code => {
  const list = args.map((arg) => (typeof arg === 'string' ? arg : arg.text)).join(', ');
  return code(`${within(one, RANK.atom)}${one.sure ? '.' : '?.'}${name}(${list})`, 'any', more);
};

export const binary = (left: Code, operator: string, right: Code, rank: number, kind: Kind = 'any'): Code => ({
  text: `${within(left, rank)} ${operator} ${within(right, rank + 1)}`,
  rank,
  kind,
  sure: true,
});

/** `left ?? right`; JavaScript wants brackets where it meets `||` and `&&`. */
export const otherwise = (left: Code, right: Code): Code =>
  left.text === right.text || left.text === 'null'
    ? right
    : right.text === 'null'
      ? left
      : {
          text: `${within(left, RANK.both + 1)} ?? ${within(right, RANK.both + 1)}`,
          rank: RANK.either - 1,
          kind: 'any',
        };

/** `test ? yes : no`. */
export const choice = (test: Code, yes: Code, no: Code): Code => ({
  text: `${within(test, RANK.choice + 1)} ? ${within(yes, RANK.choice)} : ${within(no, RANK.choice)}`,
  rank: RANK.choice,
  kind: yes.kind === no.kind ? yes.kind : 'any',
  ...(yes.sure && no.sure ? { sure: true } : {}),
  ways: { test, yes, no },
});

/** A text of literal parts and expressions, as a template string. */
export const interpolated = (given: readonly (string | Code)[]): Code => {
  const parts = given.flatMap((part) => (typeof part === 'string' ? [part] : (part.parts ?? [part])));
  const body = parts
    .map((part) =>
      typeof part === 'string'
        ? part.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
        : `\${${part.text}}`,
    )
    .join('');
  return code(`\`${body}\``, 'text', { sure: true, parts });
};

/** An object over others: what it has of its own wins. */
export const record = (fields: Readonly<Record<string, Code>>, base?: Code): Code => {
  const own = Object.entries(fields).map(([key, value]) => `${NAME.test(key) ? key : quoted(key)}: ${value.text}`);
  const under =
    base && base.text !== '{}' ? [`...${base.sure ? within(base, RANK.choice) : `(${base.text} ?? {})`}`] : [];
  const text = [...under, ...own].join(', ');
  return code(text === '' ? '{}' : `{ ${text} }`, 'any', { sure: true, fields, ...(base ? { base } : {}) });
};

/** A list, or the empty one where there is none. */
export const orList = (one: Code): Code => (one.sure ? one : code(`(${one.text} ?? [])`, 'any', { sure: true }));

/** The list that a step of ours made: where the step ran, it is there. */
export const itemsOf = (step: Code): Code => orList({ ...member(step, 'items'), ...(step.sure ? { sure: true } : {}) });

/** An object of which all keys are known: what is not among them is nothing. */
export const only = (one: Code, keys: readonly string[]): Code => ({
  ...one,
  fields: Object.fromEntries(keys.map((key) => [key, member(one, key)])),
});
