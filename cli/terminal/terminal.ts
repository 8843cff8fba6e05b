import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Locale } from '../../flow/json.ts';
import type { Env } from './env.ts';
import { failure } from './failure.ts';

type Style = Parameters<typeof styleText>[0];

/** What a command says, and whom it asks. Results go to stdout, all else to stderr, so that a pipe gets results alone. */
export interface Terminal {
  locale: Locale;
  /** A line of the result. */
  out(line: string): void;
  /** A line about what happens; nothing with `--json`. */
  note(line: string): void;
  /** The result for machines. */
  json(value: unknown): void;
  asJson: boolean;
  /** Of two texts the one in the caller's language. */
  say(pt: string, en: string): string;
  paint(style: Style, text: string): string;
  /** Somebody sits there who can be asked. */
  interactive: boolean;
  ask(question: string, options?: { hidden?: boolean }): Promise<string>;
  /** @throws Failure where nobody can be asked and `yes` was not said */
  confirm(question: string, yes: boolean): Promise<boolean>;
  /** A time as people of the language write it, in the zone of this machine. */
  when(instant: string): string;
}

/** Of what others wrote: nothing in it moves the cursor or paints the screen. */
export const harmless = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (char) => (char === '\t' ? ' ' : ''));

const noEcho = new Writable({
  write(_chunk, _encoding, done) {
    done();
  },
});

const askOn = async (question: string, hidden: boolean): Promise<string> => {
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output: hidden ? noEcho : process.stderr, terminal: hidden });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
};

export const openTerminal = (env: Env, { asJson, plain }: { asJson: boolean; plain: boolean }): Terminal => {
  const painted = Boolean(process.stdout.isTTY) && !plain && !env.plain && !asJson;
  const interactive = Boolean(process.stdin.isTTY && process.stderr.isTTY);
  const say = (pt: string, en: string): string => (env.locale === 'pt-BR' ? pt : en);
  const clock = new Intl.DateTimeFormat(env.locale, { dateStyle: 'short', timeStyle: 'medium' });
  return {
    locale: env.locale,
    asJson,
    interactive,
    say,
    out: (line) => {
      if (!asJson) process.stdout.write(`${line}\n`);
    },
    note: (line) => {
      if (!asJson) process.stderr.write(`${line}\n`);
    },
    json: (value) => {
      if (asJson) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    paint: (style, text) => (painted ? styleText(style, text) : text),
    ask: (question, { hidden = false } = {}) => askOn(question, hidden),
    confirm: async (question, yes) => {
      if (yes) return true;
      if (!interactive)
        throw failure(
          'usage',
          'not_confirmed',
          'Ninguém pode responder aqui. Confira o plano com --dry-run e confirme com --yes.',
          'Nobody can answer here. Look at the plan with --dry-run, then confirm it with --yes.',
        );
      return /^(s|sim|y|yes)$/i.test(await askOn(`${question} ${say('[s/N]', '[y/N]')} `, false));
    },
    when: (instant) => clock.format(new Date(instant)),
  };
};
