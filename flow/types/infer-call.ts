import type { Argument, ArrowFunction, CallExpression, MethodCall, Pattern } from '../expressions/ast.ts';
import { fits } from './assignable.ts';
import { describeIn } from './describe.ts';
import { familiarName } from './familiar-names.ts';
import { FUNCTIONS } from './function-signatures.ts';
import { methodNames, readableOf } from './infer-member.ts';
import type { Inference, Local, Where } from './inference.ts';
import { pathOf } from './known.ts';
import { memberOf } from './members.ts';
import { METHODS } from './method-signatures.ts';
import { type Call, type CallbackParameter, type Signature, takesCallback, type ValueParameter } from './signature.ts';
import { nearestName } from './suggest.ts';
import { KIND, kindsOf, type Type, t, withoutNull } from './type.ts';
import { didYouMean, type Range, say } from './type-problem.ts';
import { union } from './union.ts';

/** Type of `sum(list)`. */
export const inferFunction = (node: CallExpression, where: Where, inference: Inference): Type => {
  const { name } = node.callee;
  const signature = FUNCTIONS.get(name);
  if (signature)
    return new CallInference(name, node.callee, node.arguments, where, inference).checked(signature, t.unknown);
  const near = didYouMean(familiarName(name) ?? nearestName(name, FUNCTIONS.keys()));
  inference.report(
    'unknown_name',
    say('Não há função "$1".$2', 'There is no function "$1".$2', name, near),
    node.callee,
  );
  new CallInference(name, node.callee, node.arguments, where, inference).unchecked([], t.unknown);
  return t.unknown;
};

/** Type of `list.map(x => …)`. */
export const inferMethod = (node: MethodCall, where: Where, inference: Inference): Type => {
  const before = inference.problems.length;
  const self = readableOf(node.object, node.optional, where, inference);
  const isAsExpected = inference.problems.length === before;
  const { name } = node.method;
  const call = new CallInference(name, node.method, node.arguments, where, inference);
  const kinds = self.kind === 'never' ? KIND.any : kindsOf(self);
  const signatures = (['string', 'list', 'number'] as const).flatMap((kind) =>
    kinds & KIND[kind] ? (METHODS[kind].get(name) ?? []) : [],
  );
  const [only] = signatures;
  if (only && signatures.length === 1) return call.checked(only, self);
  // After `Math` was reported, `Math.max(…)` says nothing new.
  if (!only && isAsExpected) reportUnknownMethod(node, self, inference);
  return call.unchecked(signatures, self);
};

const reportUnknownMethod = (node: MethodCall, self: Type, inference: Inference): void => {
  const { name } = node.method;
  const near = didYouMean(familiarName(name) ?? nearestName(name, methodNames(self)));
  if (self.kind === 'unknown' || self.kind === 'never') {
    const text = say('Não há método "$1".$2', 'There is no method "$1".$2', name, near);
    inference.report('unknown_name', text, node.method);
    return;
  }
  const path = pathOf(node.object);
  const what = path === undefined ? describeIn(self) : say(`${path} ($1)`, `${path} ($1)`, describeIn(self));
  const call = FUNCTIONS.has(name)
    ? say(' É uma função: escreva $1(…).', ' It is a function: write $1(…).', name)
    : near;
  const text = say('$2 não tem o método "$1".$3', '$2 has no method "$1".$3', name, what, call);
  inference.report('unknown_field', text, node.method);
};

/** One call: its arguments are read once, and held against a signature where exactly one can be meant. */
class CallInference {
  readonly #name: string;
  readonly #at: Range;
  readonly #args: readonly Argument[];
  readonly #where: Where;
  readonly #inference: Inference;

  constructor(name: string, at: Range, args: readonly Argument[], where: Where, inference: Inference) {
    this.#name = name;
    this.#at = at;
    this.#args = args;
    this.#where = where;
    this.#inference = inference;
  }

  /** The result where the call is certainly one of `signature`; reports arguments that cannot be right. */
  checked(signature: Signature, self: Type): Type {
    const args = this.#read(signature, self);
    if (!this.#args.some((one) => one.type === 'SpreadElement')) this.#check(signature, args);
    return signature.result({ self, args });
  }

  /** The result where several signatures, or none, can be meant. */
  unchecked(signatures: readonly Signature[], self: Type): Type {
    const withCallback = signatures.find((one) => one.params.some(takesCallback)) ?? signatures[0];
    const args = this.#read(withCallback, self);
    return signatures.length ? union(...signatures.map((one) => one.result({ self, args }))) : t.unknown;
  }

  /** Types of the arguments: values first, for what an arrow function gets may depend on any of them. */
  #read(signature: Signature | undefined, self: Type): Type[] {
    const args: Type[] = [];
    let spread = false;
    for (const [i, one] of this.#args.entries()) {
      if (one.type === 'ArrowFunction') continue;
      spread ||= one.type === 'SpreadElement';
      const type = this.#inference.infer(one.type === 'SpreadElement' ? one.argument : one, this.#where);
      args[i] = spread ? t.unknown : type;
    }
    for (const [i, one] of this.#args.entries()) {
      if (one.type !== 'ArrowFunction') continue;
      const parameter = signature?.params[i];
      const isMeant = parameter && takesCallback(parameter) && !spread;
      args[i] = isMeant ? this.#callback(one, parameter, { self, args }) : this.#arrow(one);
    }
    return args;
  }

  #callback(arrow: ArrowFunction, parameter: CallbackParameter, call: Call): Type {
    const types = parameter.callback(call);
    if (!parameter.accumulates) return this.#arrow(arrow, types);
    // What a round gives is what the next one gets: try the first value's type, then both together, else anything.
    const [first = t.unknown, ...others] = types;
    let carried = first;
    for (let round = 0; round < 2; round++) {
      const given = this.#inference.quietly(() => this.#arrow(arrow, [carried, ...others]));
      if (fits(given, carried) === 'yes') return this.#arrow(arrow, [carried, ...others]);
      carried = union(carried, given);
    }
    return this.#arrow(arrow, [t.unknown, ...others]);
  }

  /** What an arrow function gives back. A parameter that its caller does not fill is null. */
  #arrow(arrow: ArrowFunction, types?: readonly Type[]): Type {
    let { locals } = this.#where;
    for (const [i, pattern] of arrow.params.entries()) {
      locals = bind(pattern, types ? (types[i] ?? t.null) : t.unknown, locals, this.#inference);
    }
    return this.#inference.infer(arrow.body, { locals, known: this.#where.known });
  }

  #check(signature: Signature, args: readonly Type[]): void {
    const { params, rest } = signature;
    const needed = params.filter((one) => !one.optional).length;
    if (args.length < needed) return this.#reportMissing(signature, args.length);
    if (!rest && args.length > params.length) return this.#reportSurplus(signature, args.length);
    for (const [i, one] of this.#args.entries()) {
      const parameter = params[i] ?? rest;
      if (!parameter) return;
      const isArrow = one.type === 'ArrowFunction';
      if (takesCallback(parameter)) {
        if (!isArrow) this.#reportNoFunction(parameter.name, one);
        else this.#expect(args[i] ?? t.unknown, parameter.returns, parameter.name, one.body, false);
      } else if (isArrow) {
        const text = say(
          '"$1" não recebe função em "$2".',
          '"$1" takes no function as "$2".',
          this.#name,
          parameter.name,
        );
        this.#inference.report('type_mismatch', text, one);
      } else if (one.type !== 'SpreadElement') {
        this.#expect(args[i] ?? t.unknown, parameter.type, parameter.name, one, parameter.optional === true);
        this.#readText(args[i] ?? t.unknown, parameter, one);
      }
    }
  }

  #expect(given: Type, expected: Type, name: string, at: Range, mayBeNull: boolean): void {
    if ((mayBeNull && given.kind === 'null') || fits(given, expected) !== 'no') return;
    const text = say(
      '"$1" espera $2 em "$3", e recebe $4.',
      '"$1" expects $2 as "$3", and gets $4.',
      this.#name,
      describeIn(expected),
      name,
      describeIn(given),
    );
    this.#inference.report('type_mismatch', text, at);
  }

  #readText(given: Type, { name, reads }: ValueParameter, at: Range): void {
    if (!reads || given.kind !== 'string' || !given.values || given.values.some(reads)) return;
    const text = given.values[0] ?? '';
    const message = say('"$1" não lê "$2" como "$3".', '"$1" cannot read "$2" as "$3".', this.#name, text, name);
    this.#inference.report('type_mismatch', message, at);
  }

  #reportNoFunction(name: string, at: Range): void {
    const text = say(
      '"$1" espera uma função em "$2": x => ….',
      '"$1" expects a function as "$2": x => ….',
      this.#name,
      name,
    );
    this.#inference.report('type_mismatch', text, at);
  }

  #reportMissing(signature: Signature, given: number): void {
    const missing = signature.params.slice(given).find((one) => !one.optional)?.name ?? '';
    const text = say('Falta "$1" em $2.', '"$1" is missing in $2.', missing, this.#shapeOf(signature));
    this.#inference.report('type_mismatch', text, this.#at);
  }

  #reportSurplus(signature: Signature, given: number): void {
    const text = say(
      '$1 não recebe $2 argumentos.',
      '$1 does not take $2 arguments.',
      this.#shapeOf(signature),
      `${given}`,
    );
    this.#inference.report('type_mismatch', text, this.#at);
  }

  #shapeOf({ params, rest }: Signature): string {
    const names = params.map((one) => (one.optional ? `${one.name}?` : one.name));
    return `${this.#name}(${[...names, ...(rest ? [`...${rest.name}`] : [])].join(', ')})`;
  }
}

/** Brings the names of a parameter into scope. */
const bind = (pattern: Pattern, type: Type, locals: Local | undefined, inference: Inference): Local | undefined => {
  switch (pattern.type) {
    case 'Identifier':
      return { name: pattern.name, type, outer: locals };
    case 'ArrayPattern': {
      let all = locals;
      for (const [i, one] of pattern.elements.entries()) {
        if (one) all = bind(one, memberOf(withoutNull(type), String(i)) ?? t.unknown, all, inference);
      }
      return all;
    }
    case 'ObjectPattern': {
      let all = locals;
      const object = withoutNull(type);
      for (const { key, value } of pattern.properties) {
        const member = object.kind === 'never' ? t.unknown : memberOf(object, key);
        if (!member) reportMissingKey(object, key, value, inference);
        all = bind(value, member ?? t.unknown, all, inference);
      }
      return all;
    }
  }
};

const reportMissingKey = (object: Type, key: string, at: Range, inference: Inference): void => {
  const text = say('Não há "$1" em $2.', 'There is no "$1" in $2.', key, describeIn(object));
  inference.report('unknown_field', text, at);
};
