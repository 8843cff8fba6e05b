import { Button, Modal, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { useDiffTexts } from '../diff/diff-texts.ts';
import { diffView } from '../diff/diff-view.ts';
import '../diff/diff.css';
import { DiffCanvas } from '../diff/diff-canvas.tsx';
import { fieldName } from '../diff/field-name.ts';
import { useValueWords } from '../diff/value-diff.tsx';
import type { Drawing } from '../document/drawing.ts';
import { type Conflict, chooseTheirs } from '../document/merge.ts';
import { nodeLabel } from '../document/node-label.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { type EditorStore, useEditor } from './editor-store.ts';
import type { DraftSaving } from './use-draft-saving.ts';

interface ConflictDialogProps {
  store: EditorStore;
  catalogue: Catalogue;
  session: DraftSaving;
}

/** What two authors changed differently: each point is chosen, by hand, and a step back undoes the choice. */
export const ConflictDialog = ({ store, catalogue, session }: ConflictDialogProps) => {
  const t = useDiffTexts();
  const conflicts = useEditor(store, (state) => state.conflicts);
  const opened = session.resolving && conflicts.length > 0;
  return (
    <Modal
      opened={opened}
      onClose={() => session.setResolving(false)}
      title={t.conflict.title}
      fullScreen
      className="diff-modal"
    >
      {opened && <Choosing {...{ store, catalogue, session, conflicts }} />}
    </Modal>
  );
};

type Side = 'mine' | 'theirs';

/** Both sides become steps of the history, so that a step back brings the other one. */
const apply = (store: EditorStore, theirs: Drawing, sides: ReadonlyMap<Conflict, Side>): void => {
  const taken = (which: readonly Conflict[]) => (drawing: Drawing) =>
    which.reduce((now, one) => chooseTheirs(now, theirs, one), drawing);
  const { document, board } = store.get();
  const chosen = [...sides].filter(([, side]) => side === 'theirs').map(([one]) => one);
  if (chosen.length < sides.size) store.editDrawing(taken([...sides.keys()]));
  store.editDrawing(() => taken(chosen)({ document, board }));
  for (const one of sides.keys()) store.settle(one);
};

const Choosing = ({
  store,
  catalogue,
  session,
  conflicts,
}: ConflictDialogProps & { conflicts: readonly Conflict[] }) => {
  const t = useDiffTexts();
  const [sides, setSides] = useState<ReadonlyMap<Conflict, Side>>(new Map());
  const [selected, setSelected] = useState<string | null>(null);
  const theirs = session.saver.current?.base().drawing ?? store.get();
  const view = useMemo(() => {
    const { document, board } = store.get();
    const mine = { document, board };
    return diffView(
      mine,
      conflicts.reduce((now, one) => chooseTheirs(now, theirs, one), mine),
    );
  }, [store, conflicts, theirs]);
  const who = session.merging?.by?.you === false ? session.merging.by.name : null;
  const left = conflicts.filter((one) => !sides.has(one)).length;
  const all = (side: Side) => setSides(new Map(conflicts.map((one) => [one, side])));
  const finish = () => {
    apply(store, theirs, new Map(conflicts.map((one) => [one, sides.get(one) ?? 'mine'])));
    session.setResolving(false);
    toastDone(t.conflict.done);
  };
  return (
    <>
      <div className="diff-panel">
        <section className="diff-drawing" aria-label={t.canvas}>
          <DiffCanvas view={view} catalogue={catalogue} selected={selected} onSelect={setSelected} />
        </section>
        <aside className="diff-side">
          <Text size="sm" mb="sm">
            {t.conflict.text(who ?? t.conflict.someone)}
          </Text>
          {conflicts.map((conflict) => (
            <Choice
              key={conflict.path.join('/')}
              {...{ conflict, catalogue, theirs, store, who }}
              side={sides.get(conflict)}
              onChoose={(side) => {
                setSides(new Map([...sides, [conflict, side]]));
                if (conflict.path[1] === 'nodes') setSelected(conflict.path[2] ?? null);
              }}
            />
          ))}
        </aside>
      </div>
      <footer className="diff-foot">
        <Text size="sm" c="dimmed" role="status">
          {left > 0 && t.conflict.left(left)}
        </Text>
        <Button variant="subtle" onClick={() => session.setResolving(false)}>
          {t.conflict.later}
        </Button>
        <Button variant="default" onClick={() => all('mine')}>
          {t.conflict.allMine}
        </Button>
        <Button variant="default" onClick={() => all('theirs')}>
          {t.conflict.allTheirs}
        </Button>
        <Button disabled={left > 0} onClick={finish}>
          {t.conflict.finish}
        </Button>
      </footer>
    </>
  );
};

interface ChoiceProps {
  conflict: Conflict;
  catalogue: Catalogue;
  theirs: Drawing;
  store: EditorStore;
  side: Side | undefined;
  /** Who is on the other side, where it is known. */
  who: string | null;
  onChoose: (side: Side) => void;
}

/** One point: what is mine and what is theirs, as two radio buttons. */
const Choice = ({ conflict, catalogue, theirs, store, side, who, onChoose }: ChoiceProps) => {
  const t = useDiffTexts();
  const locale = useLocale();
  const words = useValueWords();
  const { path } = conflict;
  const [, list, id] = path;
  const find = ({ document }: Drawing) => document.nodes.find((one) => list === 'nodes' && one.id === id);
  const node = find(store.get()) ?? find(theirs);
  const whole = list === 'nodes' && path.length === 3;
  const type = list === 'trigger' ? theirs.document.trigger.type : (node?.type ?? '');
  const field = whole ? '' : fieldName(path, type, { t, locale, catalogue });
  const title = [node && nodeLabel(node, catalogue, locale), field].filter(Boolean).join(' · ');
  const text = (value: Json | undefined) => {
    if (whole) return value === undefined ? t.conflict.removed : t.conflict.kept;
    return words(value);
  };
  return (
    <fieldset className="conflict-choice">
      <legend>{title}</legend>
      <div className="conflict-sides">
        {(['mine', 'theirs'] as const).map((which) => (
          <label key={which} className="conflict-side">
            <input type="radio" name={path.join('/')} checked={side === which} onChange={() => onChoose(which)} />
            <small>
              {which === 'mine' ? t.conflict.mine : who === null ? t.conflict.theirsUnknown : t.conflict.theirs(who)}
            </small>
            <span>{text(conflict[which])}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
