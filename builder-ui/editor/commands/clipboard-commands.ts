import type { Command } from './command.ts';

/** What is done with steps on the clipboard. */
export interface ClipboardDeeds {
  any: () => boolean;
  /** False where the browser did not let us. */
  copy: () => Promise<boolean>;
  remove: () => void;
  paste: (keepIncoming: boolean) => Promise<void>;
}

export const clipboardCommands = ({ any, copy, remove, paste }: ClipboardDeeds): readonly Command[] => [
  {
    id: 'edit.copy',
    title: { pt: 'Copiar', en: 'Copy' },
    words: 'clipboard área de transferência',
    keys: ['Mod+C'],
    native: true,
    icon: 'copy',
    group: 'edit',
    when: any,
    run: () => void copy(),
  },
  {
    id: 'edit.cut',
    title: { pt: 'Recortar', en: 'Cut' },
    words: 'clipboard mover move',
    keys: ['Mod+X'],
    native: true,
    icon: 'copy',
    group: 'edit',
    edits: true,
    when: any,
    run: () => void copy().then((copied) => copied && remove()),
  },
  {
    id: 'edit.paste',
    title: { pt: 'Colar', en: 'Paste' },
    words: 'clipboard área de transferência',
    keys: ['Mod+V'],
    native: true,
    icon: 'copy',
    group: 'edit',
    edits: true,
    run: () => void paste(false),
  },
  {
    id: 'edit.pasteJoined',
    title: { pt: 'Colar com as ligações de entrada', en: 'Paste with the incoming wires' },
    words: 'clipboard ligado conectado connected',
    keys: ['Mod+Shift+V'],
    native: true,
    icon: 'copy',
    group: 'edit',
    edits: true,
    run: () => void paste(true),
  },
];
