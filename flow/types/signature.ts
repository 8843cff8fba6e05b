import type { Type } from './type.ts';

/** What a result may depend on. An argument that is an arrow function stands here as the type that it gives back. */
export interface Call {
  /** The value that a method belongs to; `unknown` for a function. */
  self: Type;
  args: readonly Type[];
}

export interface ValueParameter {
  name: string;
  type: Type;
  optional?: true;
  /** Of a text that is written out: if it can be read as what it has to be. */
  reads?: (text: string) => boolean;
}
export interface CallbackParameter {
  name: string;
  optional?: true;
  /** Types of the arrow function's parameters. The arguments that are no arrow functions are known by then. */
  callback: (call: Call) => readonly Type[];
  /** What the arrow function has to give back. */
  returns: Type;
  /** Its first parameter is what it gave back in the round before (`reduce`). */
  accumulates?: true;
}
export type Parameter = ValueParameter | CallbackParameter;

export const takesCallback = (parameter: Parameter): parameter is CallbackParameter => 'callback' in parameter;

/** Types of one function or method. */
export interface Signature {
  params: readonly Parameter[];
  /** Takes any number of further arguments of this type. */
  rest?: ValueParameter;
  result: (call: Call) => Type;
}

/** A library by name; a null prototype, so that `constructor` is no function. */
export type Signatures = ReadonlyMap<string, Signature>;

export const param = (name: string, type: Type): Parameter => ({ name, type });
export const optional = (name: string, type: Type): Parameter => ({ name, type, optional: true });
/** A callback of the parameters that `types` gives. */
export const callback = (name: string, types: (call: Call) => readonly Type[], returns: Type): Parameter => ({
  name,
  callback: types,
  returns,
});

/** A signature whose result never changes. */
export const fixed = (result: Type, ...params: Parameter[]): Signature => ({ params, result: () => result });
/** A signature whose result follows from the call. */
export const generic = (result: (call: Call) => Type, ...params: Parameter[]): Signature => ({ params, result });
