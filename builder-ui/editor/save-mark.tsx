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
  const words = save === 'offline' && !kept ? t.unkept : t.saves[save];
  return (
    <span className="save-mark" data-save={save} role="status">
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
