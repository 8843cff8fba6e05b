import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { replaceIn, replacementsOf } from '../document/replace.ts';
import { toastUndo } from '../shell/toasts.tsx';
import { useCommandsTexts } from './commands/commands-texts.ts';
import type { EditorStore } from './editor-store.ts';

interface ReplaceRowProps {
  store: EditorStore;
  document: FlowDocument;
  from: string;
}

const MOST_SHOWN = 6;

/** Replaces plain texts of all steps, after showing what becomes of each. */
export const ReplaceRow = ({ store, document, from }: ReplaceRowProps) => {
  const t = useCommandsTexts().find;
  const [to, setTo] = useState('');
  const all = useMemo(() => new Set(document.nodes.map(({ id }) => id)), [document]);
  const changes = useMemo(() => replacementsOf(document, all, from, to), [document, all, from, to]);
  const replace = () => {
    store.edit((now) => replaceIn(now, all, from, to));
    toastUndo(t.replaced(changes.length), store.undo);
  };
  return (
    <>
      <div className="find-row">
        <input
          value={to}
          placeholder={t.with}
          aria-label={t.with}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button size="compact-sm" disabled={changes.length === 0} onClick={replace}>
          {t.replaceAll(changes.length)}
        </Button>
      </div>
      {from !== '' && <p className="find-help">{changes.length === 0 ? t.nothingToReplace : t.onlyTexts}</p>}
      <ul className="find-changes">
        {changes.slice(0, MOST_SHOWN).map(({ node, field, before, after }) => (
          <li key={node + field}>
            <code>{node}</code> <del>{before}</del> <ins>{after}</ins>
          </li>
        ))}
        {changes.length > MOST_SHOWN && <li>{t.more(changes.length - MOST_SHOWN)}</li>}
      </ul>
    </>
  );
};
