import { useMemo, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Drawing } from '../document/drawing.ts';
import './diff.css';
import { ChangeList } from './change-list.tsx';
import { DiffCanvas } from './diff-canvas.tsx';
import { useDiffTexts } from './diff-texts.ts';
import { diffView } from './diff-view.ts';

interface DiffPanelProps {
  before: Drawing;
  after: Drawing;
  catalogue: Catalogue;
}

/** What differs between two drawings, on a canvas and in words beside it. */
export const DiffPanel = ({ before, after, catalogue }: DiffPanelProps) => {
  const t = useDiffTexts();
  const view = useMemo(() => diffView(before, after), [before, after]);
  const [selected, setSelected] = useState<string | null>(null);
  const number = (state: string) => view.nodes.filter((node) => node.state === state).length;
  return (
    <div className="diff-panel">
      <section className="diff-drawing" aria-label={t.canvas}>
        <DiffCanvas view={view} catalogue={catalogue} selected={selected} onSelect={setSelected} />
      </section>
      <aside className="diff-side">
        <p className="diff-count" role="status">
          {t.count(number('added'), number('changed'), number('removed'))}
        </p>
        <ChangeList view={view} catalogue={catalogue} selected={selected} onSelect={setSelected} />
      </aside>
    </div>
  );
};
