import type { Json, JsonObject } from '../json.ts';
import type {
  Argument,
  ArrayExpression,
  ArrowFunction,
  BinaryExpression,
  CallExpression,
  Expression,
  LogicalExpression,
  MemberExpression,
  MethodCall,
  ObjectExpression,
  SpreadElement,
  TemplateLiteral,
} from './ast.ts';
import type { Budget } from './budget.ts';
import type { Arg, Callback } from './builtin.ts';
import { functionNamed, methodsNamed } from './catalog.ts';
import { described } from './described.ts';
import { badValue } from './evaluation-error.ts';
import { memberOfNull, negated, OPERATIONS, readIndex, readMember } from './operators.ts';
import { type Bind, bindPattern, type Locals } from './parameters.ts';
import { isNodeRoot, writtenMember } from './reads.ts';
import type { EvalEnv, Scope } from './scope.ts';
import { isObject, printed, setMember, truth, typeName } from './value.ts';

/** One evaluation. An arrow runs inside its call only and never inside itself, so each parameter has one slot. */
export interface Frame {
  scope: Scope;
  env: EvalEnv;
  budget: Budget;
  locals: Json[];
}
export type Code = (frame: Frame) => Json;

/** What a chain gives behind a `?.` that met null; never leaves the chain. */
const SHORT = Symbol('short');
type Link = (frame: Frame) => Json | typeof SHORT;

/**
 * Turns one expression into closures. Steps are counted while compiling: a body costs one step per operation in it,
 * paid once each time it is entered, so that evaluating pays nothing per node.
 */
export class CodeWriter {
  /** Slots that the parameters of arrows need. */
  slots = 0;
  /** Steps of the body being written. */
  cost = 0;

  write(node: Expression, locals: Locals): Code {
    if (node.type !== 'Literal' && node.type !== 'Identifier') this.cost += 1;
    switch (node.type) {
      case 'Literal': {
        const { value } = node;
        return () => value;
      }
      case 'Identifier':
        return this.#name(node.name, locals);
      case 'TemplateLiteral':
        return this.#template(node, locals);
      case 'ArrayExpression':
        return this.#array(node, locals);
      case 'ObjectExpression':
        return this.#object(node, locals);
      case 'MemberExpression':
        return this.#member(node, locals);
      case 'CallExpression':
        return this.#call(node, locals);
      case 'MethodCall':
        return this.#methodCall(node, locals);
      case 'ChainExpression': {
        const link = this.#link(node.expression, locals);
        return (frame) => {
          const value = link(frame);
          return value === SHORT ? null : value;
        };
      }
      case 'UnaryExpression': {
        const argument = this.write(node.argument, locals);
        return node.operator === '!' ? (frame) => !truth(argument(frame)) : (frame) => negated(argument(frame));
      }
      case 'BinaryExpression':
        return this.#binary(node, locals);
      case 'LogicalExpression':
        return this.#logical(node, locals);
      case 'ConditionalExpression': {
        const test = this.write(node.test, locals);
        const [yes, no] = [this.write(node.consequent, locals), this.write(node.alternate, locals)];
        return (frame) => (truth(test(frame)) ? yes(frame) : no(frame));
      }
    }
  }

  #name(name: string, locals: Locals): Code {
    const slot = locals.get(name);
    if (slot !== undefined) return (frame) => frame.locals[slot] as Json;
    return (frame) => {
      const value = frame.scope.name(name);
      return value === undefined ? badValue(`Nome desconhecido: ${name}`, `Unknown name: ${name}`) : value;
    };
  }

  #template({ quasis, expressions }: TemplateLiteral, locals: Locals): Code {
    const parts = expressions.map((one) => this.write(one, locals));
    return (frame) => {
      let text = quasis[0] as string;
      for (const [index, part] of parts.entries()) {
        const more = printed(part(frame), frame.budget) + (quasis[index + 1] as string);
        frame.budget.growText(text.length, more.length);
        text += more;
      }
      return text;
    };
  }

  #array({ elements }: ArrayExpression, locals: Locals): Code {
    this.cost += elements.length / 4;
    const parts = elements.map((one) => this.#element(one, locals));
    return (frame) => {
      const list: Json[] = [];
      for (const part of parts) part(frame, list);
      return list;
    };
  }

  /** Appends one element, or all of a spread list, to `into`. */
  #element(node: Expression | SpreadElement, locals: Locals): (frame: Frame, into: Arg[]) => void {
    if (node.type !== 'SpreadElement') {
      const value = this.write(node, locals);
      return (frame, into) => {
        into.push(value(frame));
      };
    }
    const spread = this.write(node.argument, locals);
    return (frame, into) => {
      const items = spread(frame);
      if (!Array.isArray(items))
        return badValue(`… não abre ${typeName(items)[0]}`, `... does not open ${typeName(items)[1]}`);
      frame.budget.growList(into.length, items.length);
      for (const item of items) into.push(item);
    };
  }

  #object({ properties }: ObjectExpression, locals: Locals): Code {
    const parts = properties.map((one) => {
      this.cost += 1 / 4;
      if (one.type === 'SpreadElement') return this.#spreadInto(one, locals);
      const { key } = one;
      const value = this.write(one.value, locals);
      if (typeof key === 'string') return (frame: Frame, into: JsonObject) => setMember(into, key, value(frame));
      const name = this.write(key, locals);
      return (frame: Frame, into: JsonObject) => {
        const written = name(frame);
        if (typeof written === 'object') badValue('A chave de um objeto é um texto', 'The key of an object is a text');
        setMember(into, String(written), value(frame));
      };
    });
    return (frame) => {
      const object: JsonObject = {};
      for (const part of parts) part(frame, object);
      return object;
    };
  }

  #spreadInto(node: SpreadElement, locals: Locals): (frame: Frame, into: JsonObject) => void {
    const spread = this.write(node.argument, locals);
    return (frame, into) => {
      const value = spread(frame);
      if (value === null) return; // as in JavaScript: what is missing adds nothing
      if (!isObject(value))
        return badValue(`… não abre ${typeName(value)[0]}`, `... does not open ${typeName(value)[1]}`);
      const keys = Object.keys(value);
      frame.budget.buildList(2 * keys.length); // a key and its value
      for (const key of keys) setMember(into, key, value[key] as Json);
    };
  }

  #member(node: MemberExpression, locals: Locals): Code {
    const { object, property } = node;
    if (object.type === 'Identifier' && isNodeRoot(object.name) && !locals.has(object.name)) {
      const [root, id] = [object.name, writtenMember(node) ?? ''];
      return (frame) => frame.scope.member(root, id);
    }
    const of = this.write(object, locals);
    if (typeof property === 'string') return (frame) => readMember(of(frame), property, object);
    const index = this.write(property, locals);
    return (frame) => {
      const value = of(frame); // before the index, as JavaScript does
      return readIndex(value, index(frame), object);
    };
  }

  /** A member or method inside a chain: passes `SHORT` on, and begins it at a `?.` on null. */
  #link(node: Expression, locals: Locals): Link {
    if (node.type !== 'MemberExpression' && node.type !== 'MethodCall') return this.write(node, locals);
    const { object, optional } = node;
    if (object.type === 'Identifier' && isNodeRoot(object.name) && !locals.has(object.name))
      return this.write(node, locals);
    this.cost += 1;
    const of = this.#link(object, locals);
    const read = node.type === 'MethodCall' ? this.#invoke(node, locals) : this.#read(node, locals);
    return (frame) => {
      const value = of(frame);
      return value === SHORT || (value === null && optional) ? SHORT : read(frame, value);
    };
  }

  #read({ object, property }: MemberExpression, locals: Locals): (frame: Frame, value: Json) => Json {
    if (typeof property === 'string') return (_frame, value) => readMember(value, property, object);
    const index = this.write(property, locals);
    return (frame, value) => readIndex(value, index(frame), object);
  }

  #call(node: CallExpression, locals: Locals): Code {
    const { name } = node.callee;
    const found = functionNamed(name);
    if (!found) return () => badValue(`Função desconhecida: ${name}`, `Unknown function: ${name}`);
    const args = this.#arguments(node.arguments, locals);
    const literals = node.arguments.map((one) => (one.type === 'Literal' ? one.value : undefined));
    const call = found.prepare ? found.prepare(literals) : found.call;
    return (frame) => call(null, args(frame), frame.env);
  }

  #methodCall(node: MethodCall, locals: Locals): Code {
    const of = this.write(node.object, locals);
    const invoke = this.#invoke(node, locals);
    return (frame) => invoke(frame, of(frame));
  }

  #invoke(node: MethodCall, locals: Locals): (frame: Frame, self: Json) => Json {
    const { name } = node.method;
    const table = methodsNamed(name);
    const args = this.#arguments(node.arguments, locals);
    return (frame, self) => {
      if (self === null) return memberOfNull(name, described(node.object));
      const kind = Array.isArray(self) ? 'list' : typeof self;
      const found = kind === 'string' || kind === 'list' || kind === 'number' ? table?.[kind] : undefined;
      if (found) return found.call(self, args(frame), frame.env);
      const [[pt, en], source] = [typeName(self), described(node.object)];
      return badValue(`${name}(…) não existe em ${pt} (${source})`, `${name}(…) does not exist in ${en} (${source})`);
    };
  }

  #arguments(nodes: Argument[], locals: Locals): (frame: Frame) => Arg[] {
    const parts = nodes.map((one) => {
      if (one.type !== 'ArrowFunction') return this.#element(one, locals);
      const make = this.#arrow(one, locals);
      return (frame: Frame, into: Arg[]) => {
        into.push(make(frame));
      };
    });
    return (frame) => {
      const args: Arg[] = [];
      for (const part of parts) part(frame, args);
      return args;
    };
  }

  #arrow({ params, body }: ArrowFunction, outer: Locals): (frame: Frame) => Callback {
    const locals = new Map(outer);
    const binds: Bind[] = params.map((param) => bindPattern(param, locals, () => this.slots++));
    const before = this.cost;
    this.cost = 1;
    const code = this.write(body, locals);
    const cost = this.cost;
    this.cost = before;
    return (frame) => {
      const { budget, locals: values } = frame;
      return (...given) => {
        budget.spend(cost);
        for (let index = 0; index < binds.length; index += 1) (binds[index] as Bind)(given[index] ?? null, values);
        return code(frame);
      };
    };
  }

  #binary({ operator, left, right }: BinaryExpression, locals: Locals): Code {
    const [a, b] = [this.write(left, locals), this.write(right, locals)];
    const operation = OPERATIONS[operator];
    return (frame) => operation(a(frame), b(frame), frame.budget);
  }

  #logical({ operator, left, right }: LogicalExpression, locals: Locals): Code {
    const [a, b] = [this.write(left, locals), this.write(right, locals)];
    switch (operator) {
      case '&&':
        return (frame) => {
          const value = a(frame);
          return truth(value) ? b(frame) : value;
        };
      case '||':
        return (frame) => {
          const value = a(frame);
          return truth(value) ? value : b(frame);
        };
      case '??':
        return (frame) => a(frame) ?? b(frame);
    }
  }
}
