import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import type { Panels } from './commands/editor-here.ts';
import type { EditorStore } from './editor-store.ts';
import { FindBar } from './find-bar.tsx';
import { ReadOnlyNote } from './read-only-note.tsx';
import { SelectionSaid } from './selection-said.tsx';
import type { Editing } from './use-editing.ts';
import type { ReadOnly } from './use-read-only.ts';

interface CanvasOverProps {
  store: EditorStore;
  catalogue: Catalogue;
  problems: Problem[];
  editing: Editing;
  readOnly: ReadOnly;
  panels: Panels;
  toggle: (panel: keyof Panels) => () => void;
  /** Takes the flow out of the archive. */
  onRestore: () => Promise<void>;
}

/** What lies over the canvas: why nothing can be changed, the search, and words for who does not see the drawing. */
export const CanvasOver = ({
  store,
  catalogue,
  problems,
  editing,
  readOnly,
  panels,
  toggle,
  onRestore,
}: CanvasOverProps) => (
  <>
    <ReadOnlyNote {...{ readOnly, onRestore }} />
    <SelectionSaid {...{ store, catalogue, problems }} />
    {panels.find && (
      <FindBar
        {...{ store, catalogue, problems }}
        readOnly={readOnly.reason !== null}
        onShow={editing.goTo}
        onClose={toggle('find')}
      />
    )}
  </>
);
