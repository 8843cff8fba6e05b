import type { Command } from '../command.ts';
import { accountCommands } from './account.ts';
import { licence } from './licence.ts';
import { moduleCommands } from './modules.ts';
import { promote } from './promote.ts';
import { readFlowsCommands } from './read-flows.ts';
import { runCommands } from './runs.ts';
import { tableCommands } from './tables.ts';
import { writeFlowsCommands } from './write-flows.ts';

/** In the order of the help. */
export const commands: readonly Command[] = [
  ...accountCommands,
  ...readFlowsCommands,
  ...writeFlowsCommands,
  promote,
  ...tableCommands,
  ...runCommands,
  ...moduleCommands,
  licence,
];
