import type { Expression } from '../expressions/ast.ts';
import type { Text } from '../json.ts';
import type { ProblemCode } from '../problem.ts';
import { Facts } from './facts.ts';
import type { Known } from './known.ts';
import { type Type, t } from './type.ts';
import type { StepInfo, StepRoot, TypeEnv } from './type-env.ts';
import type { Range, TypeProblem } from './type-problem.ts';

/** Parameters of the arrow functions around a place, innermost first. */
export interface Local {
  readonly name: string;
  readonly type: Type;
  readonly outer: Local | undefined;
}

/** What holds at one place of an expression, beside the environment of the whole. */
export interface Where {
  readonly locals: Local | undefined;
  readonly known: Known | undefined;
}

/** Called with every part whose type was found, for completion and hovers; a part may come more than once. */
export type Observe = (node: Expression, type: Type, where: Where) => void;
export type Infer = (node: Expression, where: Where, inference: Inference) => Type;

/** A `reduce` inside a `reduce` is read several times over; past these visits everything is `unknown`. */
const MAX_VISITS = 30_000;

/** Chains of operators nest to the left as deep as they are long: what is deeper is `unknown`, before a stack ends. */
const MAX_DEPTH = 300;

/** The state of one inference: what it found, and how much it may still do. */
export class Inference {
  readonly env: TypeEnv;
  readonly problems: TypeProblem[] = [];
  /** Did a `?.` of the chain that is being read meet a type that may be null? */
  cutShort = false;
  #facts: Facts | undefined;
  readonly #infer: Infer;
  readonly #observe: Observe | undefined;
  #left = MAX_VISITS;
  #depth = 0;
  #muted = 0;

  constructor(env: TypeEnv, infer: Infer, observe?: Observe) {
    this.env = env;
    this.#infer = infer;
    this.#observe = observe;
  }

  /** Made when first asked for: most expressions test nothing. */
  get facts(): Facts {
    this.#facts ??= new Facts();
    return this.#facts;
  }

  /** Type of a part; the parts' readers come back here, so that none imports another. */
  infer(node: Expression, where: Where): Type {
    if (--this.#left < 0 || this.#depth >= MAX_DEPTH) return t.unknown;
    this.#depth++;
    const type = this.#infer(node, where, this);
    this.#depth--;
    this.#observe?.(node, type, where);
    return type;
  }

  report(code: ProblemCode, message: Text, { start, end }: Range): void {
    if (this.#muted) return;
    const severity = code === 'maybe_missing' ? 'warning' : 'error';
    this.problems.push({ code, severity, message, range: { start, end } });
  }

  /** Does `work` without reporting: a guess that is made again, or left. */
  quietly<T>(work: () => T): T {
    this.#muted++;
    try {
      return work();
    } finally {
      this.#muted--;
    }
  }
}

export const localOf = (where: Where, name: string): Type | undefined => {
  for (let at = where.locals; at; at = at.outer) if (at.name === name) return at.type;
  return undefined;
};

/** A member of `steps`, `port` or `errors`. */
export interface Place {
  root: StepRoot;
  id: string;
  info: StepInfo;
}
