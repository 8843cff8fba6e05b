import type { Text } from '#flow/json.ts';
import type { IconName } from '../../icons/icon-paths.ts';

/** The chapters of the command bar and of the page of shortcuts, in this order. */
export const COMMAND_GROUPS = ['add', 'edit', 'select', 'arrange', 'test', 'flow', 'view', 'go'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/**
 * Where the keys of a command count. `canvas`: while the focus is on the canvas; `page`: anywhere but where one writes,
 * in menus and in dialogs; `anywhere`: also where one writes, for keys that no field needs.
 */
export type CommandKeysIn = 'canvas' | 'page' | 'anywhere';

/** Something that can be done. The command bar, the page of shortcuts, the menus and the keyboard all read these. */
export interface Command {
  /** `nodes.duplicate`: chapter and deed. One that is registered later hides one of the same id. */
  id: string;
  title: Text;
  /** Other words that people look for it with, in either language. */
  words?: string;
  /**
   * `Mod+D` (Ctrl, on a Mac ⌘), `Shift+P`, `Delete`, `Plus`, `ArrowUp`, `?`; a chord is two strokes with a space between:
   * `Alt+A L`. The first is shown.
   */
  keys?: readonly string[];
  keysIn?: CommandKeysIn;
  /** The browser has an event of its own for the keys, which does it: here they are only shown. */
  native?: boolean;
  icon: IconName;
  group: CommandGroup;
  /** It changes the drawing: never offered where nothing may be changed. */
  edits?: boolean;
  /** Not worth a line in the command bar: only keys and menus have it (walking with arrows). */
  quiet?: boolean;
  /** Whether it can be done just now; its keys go to the browser while it cannot. */
  when?: () => boolean;
  run: () => void;
}
