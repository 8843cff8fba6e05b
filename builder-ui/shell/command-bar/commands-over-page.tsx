import { Suspense } from 'react';
import { useKeyboard } from '../../editor/commands/keyboard.ts';
import { useCommandSource, useCommands } from '../../editor/commands/registry.ts';
import { lazyPart } from '../lazy-part.tsx';
import { ChordHint } from './chord-hint.tsx';
import { useCommandsShown } from './open-command-bar.ts';
import { foundEverywhere, SHELL_COMMANDS } from './shell-commands.ts';

const CommandBar = lazyPart(() => import('./command-bar.tsx').then((part) => part.CommandBar));
const ShortcutsPage = lazyPart(() => import('./shortcuts-page.tsx').then((part) => part.ShortcutsPage));

/** The keyboard of every page, and what it brings up over it. Fetched when it is first asked for. */
export const CommandsOverPage = () => {
  const shown = useCommandsShown();
  useCommands(SHELL_COMMANDS);
  useCommandSource(foundEverywhere);
  const chord = useKeyboard();
  return (
    <Suspense>
      {shown === 'bar' && <CommandBar />}
      {shown === 'shortcuts' && <ShortcutsPage />}
      {chord !== null && <ChordHint chord={chord} />}
    </Suspense>
  );
};
