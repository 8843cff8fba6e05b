import { parseArgs } from 'node:util';
import { TramaError } from '../sdks/typescript/src/trama-error.ts';
import { COMMON, type Command, Said } from './command.ts';
import { commands } from './commands/commands.ts';
import { failureOfCall } from './failures-of-calls.ts';
import { tellCommand, tellCommands } from './help.ts';
import { readEnv } from './terminal/env.ts';
import { EXIT, Failure, failure } from './terminal/failure.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { VERSION } from './version.ts';

/** The command of the longest name that the words begin with. */
const found = (words: readonly string[]): Command | undefined =>
  commands.find(({ name }) => name === words.slice(0, 2).join(' ')) ?? commands.find(({ name }) => name === words[0]);

const parsed = (command: Command, args: string[]) => {
  try {
    return parseArgs({ args, options: { ...COMMON, ...command.options }, allowPositionals: true, strict: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure(
      'usage',
      'bad_usage',
      `${why} Veja: trama ${command.name} --help`,
      `${why} See: trama ${command.name} --help`,
    );
  }
};

const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof TramaError) return failureOfCall(error);
  const why = error instanceof Error ? error.message : String(error);
  return failure('failed', 'failed', why, why, error);
};

const tell = (terminal: Terminal, { code, exit, pt, en }: Failure): void => {
  const words = terminal.say(pt, en);
  if (words === '') return;
  if (terminal.asJson) process.stderr.write(`${JSON.stringify({ error: { code, message: words, exit } })}\n`);
  else process.stderr.write(`${terminal.paint('red', 'trama:')} ${words}\n`);
};

/** @returns how the process ends */
export const runCommand = async (args: readonly string[], signal: AbortSignal): Promise<number> => {
  const env = readEnv();
  const terminal = openTerminal(env, { asJson: args.includes('--json'), plain: args.includes('--no-color') });
  try {
    const firstOption = args.findIndex((word) => word.startsWith('-'));
    const words = firstOption < 0 ? args : args.slice(0, firstOption);
    if (args[0] === '--version' || words[0] === 'version') {
      terminal.out(VERSION);
      return EXIT.ok;
    }
    if (words.length === 0 || words[0] === 'help') {
      tellCommands(terminal, commands);
      return words.length === 0 && firstOption < 0 ? EXIT.usage : EXIT.ok;
    }
    const command = found(words);
    if (!command)
      throw failure(
        'usage',
        'no_command',
        `Não há o comando "${words.slice(0, 2).join(' ')}". Veja: trama help`,
        `There is no command "${words.slice(0, 2).join(' ')}". See: trama help`,
      );
    const { values, positionals } = parsed(command, args.slice(command.name.split(' ').length));
    if (values.help === true) tellCommand(terminal, command);
    else await command.run({ env, terminal, cwd: process.cwd(), said: new Said(positionals, values), signal });
    return EXIT.ok;
  } catch (error) {
    const failed = asFailure(error);
    tell(terminal, failed);
    return failed.exit;
  }
};
