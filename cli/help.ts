import { inLocale, type Text } from '../flow/json.ts';
import type { Command } from './command.ts';
import type { Terminal } from './terminal/terminal.ts';

const COMMON: readonly [string, Text][] = [
  ['-e, --env', { pt: 'o ambiente de trama.json (ou TRAMA_ENV)', en: 'the environment of trama.json (or TRAMA_ENV)' }],
  ['--url, --tenant', { pt: 'um ambiente sem projeto', en: 'an environment without a project' }],
  ['--json', { pt: 'para máquinas', en: 'for machines' }],
  ['--no-color', { pt: 'sem cores', en: 'without colours' }],
  ['-h, --help', { pt: 'ajuda do comando', en: 'help of the command' }],
];

export const tellCommands = ({ out, say, locale }: Terminal, commands: readonly Command[]): void => {
  out(say('Uso: trama <comando> [opções]', 'Usage: trama <command> [options]'));
  out('');
  for (const { name, usage, summary } of commands)
    out(`  ${`${name} ${usage}`.padEnd(52)} ${inLocale(summary, locale)}`);
  out('');
  for (const [option, text] of COMMON) out(`  ${option.padEnd(52)} ${inLocale(text, locale)}`);
};

export const tellCommand = (
  { out, say, locale }: Terminal,
  { name, usage, summary, options = {}, help = {} }: Command,
): void => {
  out(`${say('Uso', 'Usage')}: trama ${name} ${usage}`);
  out(inLocale(summary, locale));
  out('');
  for (const [option, { short, type }] of Object.entries(options)) {
    const written = `${short ? `-${short}, ` : ''}--${option}${type === 'string' ? ' …' : ''}`;
    const text = help[option];
    out(`  ${written.padEnd(24)} ${text ? inLocale(text, locale) : ''}`);
  }
  for (const [option, text] of COMMON) out(`  ${option.padEnd(24)} ${inLocale(text, locale)}`);
};
