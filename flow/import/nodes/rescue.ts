import type { FlowNode } from '../../document.ts';
import { type Code, code, member } from '../expressions/code.ts';
import type { Names } from '../expressions/names.ts';
import { WhyNot } from '../why-not.ts';
import { AROUND, reachInput, reachLines } from './code-reach.ts';
import { readSource } from './code-source.ts';

/** JavaScript of one node that our expressions cannot say: a `code` step before the node computes it. */
export class Rescue {
  readonly #sources: string[] = [];
  readonly #id: () => string;
  #taken: string | null = null;

  /** `id` gives the step's id, and is asked once, if ever. */
  constructor(id: () => string) {
    this.#id = id;
  }

  /** What the step computes of this source; null where code cannot, either. */
  take(source: string, given: { names: Names; json: Code; list: Code }): Code | null {
    try {
      const body = `return (${source}\n);`;
      const read = readSource(body);
      if (read.foreign !== null || read.byLocale) return null;
      reachInput(read, body, { ...given, perItem: true });
    } catch (thrown) {
      if (thrown instanceof WhyNot) return null;
      throw thrown;
    }
    this.#taken ??= this.#id();
    let at = this.#sources.indexOf(source);
    if (at < 0) at = this.#sources.push(source) - 1;
    return member(code(`steps.${this.#taken}`), `value${at + 1}`);
  }

  /** The step, if anything was taken. What an expression of n8n stumbles over gives nothing there; here, null. */
  step(label: string, given: { names: Names; json: Code; list: Code }): FlowNode | null {
    if (this.#taken === null) return null;
    const whole = this.#sources.map((source) => `(${source}\n);`).join('\n');
    const read = readSource(whole);
    const values = this.#sources.map((source, i) => `    value${i + 1}: value(() => (${source}\n)),`);
    const source = `${AROUND}
const value = (compute) => {
  try {
    return compute() ?? null;
  } catch {
    return null;
  }
};

export default function (input) {
  ${reachLines(read, whole).join('\n  ')}
  return {
${values.join('\n')}
  };
}
`;
    const input = reachInput(read, whole, { ...given, perItem: true });
    return { id: this.#taken, type: 'code', label, config: { source, input } };
  }
}
