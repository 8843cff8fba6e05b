import { useEffect, useSyncExternalStore } from 'react';
import type { Command } from './command.ts';

/** What can be done on the page that is shown: each part of it brings its own commands while it is there. */
let registered: readonly (readonly Command[])[] = [];
let all: readonly Command[] = [];
const listeners = new Set<() => void>();

const set = (next: typeof registered): void => {
  registered = next;
  all = [...new Map(registered.flat().map((command) => [command.id, command])).values()];
  for (const listener of listeners) listener();
};

/** Adds commands; gives the way to take them out again. */
export const registerCommands = (commands: readonly Command[]): (() => void) => {
  set([...registered, commands]);
  return () => set(registered.filter((one) => one !== commands));
};

/** Commands of a component, for as long as it is on the page. The array must stay the same while nothing in it changed. */
export const useCommands = (commands: readonly Command[]): void =>
  useEffect(() => registerCommands(commands), [commands]);

export const allCommands = (): readonly Command[] => all;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useAllCommands = (): readonly Command[] => useSyncExternalStore(subscribe, allCommands);

/** For menus and tooltips: one command, if there is such a one on this page. */
export const useCommand = (id: string): Command | undefined => useAllCommands().find((command) => command.id === id);

/** Commands that only a search brings up (nodes to go to, types to add, flows to open): asked for when the bar opens. */
export type CommandSource = () => readonly Command[] | Promise<readonly Command[]>;
const sources = new Set<CommandSource>();

export const useCommandSource = (source: CommandSource): void =>
  useEffect(() => {
    sources.add(source);
    return () => void sources.delete(source);
  }, [source]);

export const commandSources = (): readonly CommandSource[] => [...sources];

export const canRun = (command: Command): boolean => command.when?.() ?? true;
