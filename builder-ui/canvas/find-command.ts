import type { Command } from '../editor/commands/command.ts';
import { allCommands } from '../editor/commands/registry.ts';

/** A command of the page, if it is there. */
export const findCommand = (id: string): Command | undefined => allCommands().find((command) => command.id === id);
