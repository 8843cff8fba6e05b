import { useConnectionLost } from '../shell/connection-lost.ts';
import { type EditorStore, type SaveState, useEditor } from './editor-store.ts';
import { useSavingTexts } from './saving-texts.ts';

interface SaveMarkProps {
  store: EditorStore;
  /** Saves now what could not be saved, or asks what stays. */
  onSave: () => void;
  /** This browser keeps what is not saved yet. */
  kept: boolean;
}

const ASKS: ReadonlySet<SaveState> = new Set(['failed', 'conflict']);

/** Where what was drawn is kept by now. */
export const SaveMark = ({ store, onSave, kept }: SaveMarkProps) => {
  const t = useSavingTexts();
  const save = useEditor(store, (state) => state.save);
  // Where all is saved but nothing can be reached, "saved" alone would say that others' changes come.
  const lost = useConnectionLost() && save === 'saved';
  const words = save === 'offline' && !kept ? t.unkept : lost ? t.lost : t.saves[save];
  return (
    <span className="save-mark" data-save={lost ? 'offline' : save} role="status">
      {' · '}
      {ASKS.has(save) ? (
        <button type="button" className="text-button" onClick={onSave}>
          {words}
        </button>
      ) : (
        words
      )}
    </span>
  );
};
