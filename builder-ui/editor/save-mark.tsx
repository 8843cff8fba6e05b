import { type EditorStore, type SaveState, useEditor } from './editor-store.ts';
import { useSavingTexts } from './saving-texts.ts';

interface SaveMarkProps {
  store: EditorStore;
  /** Saves now what could not be saved. */
  onSave: () => void;
}

const ASKS: ReadonlySet<SaveState> = new Set(['failed']);

/** Where what was drawn is kept by now. */
export const SaveMark = ({ store, onSave }: SaveMarkProps) => {
  const t = useSavingTexts();
  const save = useEditor(store, (state) => state.save);
  return (
    <span className="save-mark" data-save={save} role="status">
      {' · '}
      {ASKS.has(save) ? (
        <button type="button" className="text-button" onClick={onSave}>
          {t.saves[save]}
        </button>
      ) : (
        t.saves[save]
      )}
    </span>
  );
};
