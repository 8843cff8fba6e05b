import type { ParseArgsConfig } from 'node:util';
import type { Text } from '../flow/json.ts';
import type { Env } from './terminal/env.ts';
import { failure } from './terminal/failure.ts';
import type { Terminal } from './terminal/terminal.ts';

export type OptionKinds = NonNullable<ParseArgsConfig['options']>;

/** What was said behind the name of a command. */
export class Said {
  readonly words: readonly string[];
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(words: readonly string[], values: Readonly<Record<string, unknown>>) {
    this.words = words;
    this.#values = values;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** @throws Failure where it was not said */
  needed(name: string): string {
    const value = this.text(name);
    if (value !== undefined && value !== '') return value;
    throw failure('usage', 'missing_option', `Falta --${name}.`, `--${name} is missing.`);
  }

  /** @throws Failure where it is not one of them */
  oneOf<const Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const value = this.text(name) ?? otherwise;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const list = choices.join(', ');
    throw failure('usage', 'bad_option', `--${name}: um destes: ${list}.`, `--${name}: one of ${list}.`);
  }

  /** @throws Failure where it is no whole number in these bounds */
  count(name: string, { otherwise, most }: { otherwise: number; most: number }): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const n = Number(value);
    if (/^\d+$/.test(value) && n >= 1 && n <= most) return n;
    throw failure('usage', 'bad_option', `--${name}: de 1 a ${most}.`, `--${name}: from 1 to ${most}.`);
  }

  /** The only word. @throws Failure */
  word(what: Text): string {
    const [word, ...more] = this.words;
    if (word !== undefined && more.length === 0) return word;
    throw failure('usage', 'bad_usage', `Diga ${what.pt}, e só isso.`, `Say ${what.en}, and nothing else.`);
  }
}

export interface Context {
  env: Env;
  terminal: Terminal;
  /** The folder that it was called in. */
  cwd: string;
  said: Said;
  /** Ctrl-C. */
  signal: AbortSignal;
}

export interface Command {
  /** `flows pull`. */
  name: string;
  /** What stands behind the name: `[flow…]`. */
  usage: string;
  summary: Text;
  options?: OptionKinds;
  /** What the options of its own mean. */
  help?: Readonly<Record<string, Text>>;
  /** @throws Failure, and what the API answers */
  run(context: Context): Promise<void>;
}

/** Options of every command. */
export const COMMON: OptionKinds = {
  env: { type: 'string', short: 'e' },
  url: { type: 'string' },
  tenant: { type: 'string' },
  json: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};
