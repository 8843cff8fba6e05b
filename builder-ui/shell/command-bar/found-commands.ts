import type { Locale } from '#flow/json.ts';
import type { Command } from '../../editor/commands/command.ts';
import { COMMAND_GROUPS } from '../../editor/commands/command.ts';
import { findByWords } from '../../editor/commands/find-words.ts';

/** What the bar lists, in the order in which arrows walk it. */
export interface Section {
  name: 'recent' | Command['group'];
  commands: Command[];
}

const MOST_FOUND = 40;
const MOST_RECENT = 4;

const wordsOf = ({ title, words = '' }: Command, locale: Locale): string[] =>
  locale === 'en' ? [title.en, title.pt, words] : [title.pt, title.en, words];

const byGroup = (commands: readonly Command[]): Section[] =>
  COMMAND_GROUPS.map((name) => ({ name, commands: commands.filter(({ group }) => group === name) })).filter(
    (section) => section.commands.length > 0,
  );

/**
 * With nothing typed: what was used lately, then all commands by chapter. With words typed: what they mean, best first,
 * the chapters in the order of their best.
 */
export const sectionsOf = (
  typed: string,
  given: { commands: readonly Command[]; searched: readonly Command[]; recent: readonly string[] },
  locale: Locale,
): Section[] => {
  if (typed.trim() === '') {
    const recent = given.recent
      .flatMap((id) => given.commands.find((command) => command.id === id) ?? [])
      .slice(0, MOST_RECENT);
    const rest = byGroup(given.commands.filter((command) => !recent.includes(command)));
    return recent.length > 0 ? [{ name: 'recent', commands: recent }, ...rest] : rest;
  }
  const all = [...given.commands, ...given.searched];
  const found = findByWords(typed, all, (command) => wordsOf(command, locale)).slice(0, MOST_FOUND);
  const order = [...new Set(found.map(({ group }) => group))];
  return order.map((name) => ({ name, commands: found.filter(({ group }) => group === name) }));
};
