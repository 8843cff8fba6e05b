/**
 * The tree of an expression: ESTree's node names, but only the kinds of the language, as plain JSON. `start` and `end`
 * are character offsets (end exclusive) into the text that was parsed; of a template, into the whole field.
 */
interface Span {
  start: number;
  end: number;
}

export interface Literal extends Span {
  type: 'Literal';
  value: null | boolean | number | string;
}
export interface Identifier extends Span {
  type: 'Identifier';
  name: string;
}
/** `quasis` are the cooked texts around the expressions, always one more than there are expressions. */
export interface TemplateLiteral extends Span {
  type: 'TemplateLiteral';
  quasis: string[];
  expressions: Expression[];
}
export interface SpreadElement extends Span {
  type: 'SpreadElement';
  argument: Expression;
}
export interface ArrayExpression extends Span {
  type: 'ArrayExpression';
  elements: (Expression | SpreadElement)[];
}
/** `key` is a text where it is written out (`{ a: 1 }`, `{ 'a b': 1 }`), an expression where it is computed. */
export interface Property extends Span {
  type: 'Property';
  key: string | Expression;
  value: Expression;
}
export interface ObjectExpression extends Span {
  type: 'ObjectExpression';
  properties: (Property | SpreadElement)[];
}
/** `property` is a text in `a.b`, an expression in `a[b]`. */
export interface MemberExpression extends Span {
  type: 'MemberExpression';
  object: Expression;
  property: string | Expression;
  optional: boolean;
}
/** A function of the library, `sum(list)`: functions are no values, so the callee is its name. */
export interface CallExpression extends Span {
  type: 'CallExpression';
  callee: Identifier;
  arguments: Argument[];
}
/** A method of a value, `list.map(…)`. */
export interface MethodCall extends Span {
  type: 'MethodCall';
  object: Expression;
  method: Identifier;
  optional: boolean;
  arguments: Argument[];
}
/** Where a `?.` inside it meets null, the whole chain is null. */
export interface ChainExpression extends Span {
  type: 'ChainExpression';
  expression: Expression;
}
export type UnaryOperator = '!' | '-';
export interface UnaryExpression extends Span {
  type: 'UnaryExpression';
  operator: UnaryOperator;
  argument: Expression;
}
/** `===` and `!==` are read as `==` and `!=`. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=' | '==' | '!=';
export interface BinaryExpression extends Span {
  type: 'BinaryExpression';
  operator: BinaryOperator;
  left: Expression;
  right: Expression;
}
export type LogicalOperator = '&&' | '||' | '??';
export interface LogicalExpression extends Span {
  type: 'LogicalExpression';
  operator: LogicalOperator;
  left: Expression;
  right: Expression;
}
export interface ConditionalExpression extends Span {
  type: 'ConditionalExpression';
  test: Expression;
  consequent: Expression;
  alternate: Expression;
}

/** `([key, value]) => …`; a hole (`[, value]`) is null. */
export interface ArrayPattern extends Span {
  type: 'ArrayPattern';
  elements: (Pattern | null)[];
}
/** `({ name, price: cents }) => …`. */
export interface ObjectPattern extends Span {
  type: 'ObjectPattern';
  properties: { key: string; value: Pattern }[];
}
export type Pattern = Identifier | ArrayPattern | ObjectPattern;
/** Only ever an argument of a call. */
export interface ArrowFunction extends Span {
  type: 'ArrowFunction';
  params: Pattern[];
  body: Expression;
}
export type Argument = Expression | SpreadElement | ArrowFunction;

export type Expression =
  | Literal
  | Identifier
  | TemplateLiteral
  | ArrayExpression
  | ObjectExpression
  | MemberExpression
  | CallExpression
  | MethodCall
  | ChainExpression
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | ConditionalExpression;

/** What an expression reads from outside itself, known without running it. */
export interface Reads {
  /** Ids of nodes read as `steps.<id>`. */
  steps: string[];
  /** … as `port.<id>`. */
  ports: string[];
  /** … as `errors.<id>`. */
  errors: string[];
  /** Is the short `error` read? */
  error: boolean;
  /** Names of run variables; `all` where `vars` is read as a whole or by a computed name. */
  vars: string[] | 'all';
  /** Every other free root name (`trigger`, `item`, …), known or not. */
  names: string[];
}
