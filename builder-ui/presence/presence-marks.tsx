import { useMemo } from 'react';
import { type CanvasMark, CanvasMarks } from '../diff/canvas-marks.tsx';
import { editorColour } from './editor-colour.ts';
import type { Editor } from './presence-api.ts';

const nameInCss = (name: string): string => JSON.stringify(name.replaceAll(/[\\"<>\n]/g, '').slice(0, 24));

/** An outline in their colour, with their name, around what others have selected. */
export const PresenceMarks = ({ editors }: { editors: readonly Editor[] }) => {
  const marks = useMemo(
    () =>
      editors.flatMap(({ node, name }): CanvasMark[] => {
        if (node === null) return [];
        const colour = editorColour(name);
        return [
          {
            id: node,
            kind: 'node',
            style: `outline:2px solid ${colour};outline-offset:3px`,
            badge:
              `content:${nameInCss(name)};position:absolute;left:-5px;bottom:100%;margin-bottom:4px;padding:1px 7px;` +
              `border-radius:6px 6px 6px 0;background:${colour};color:#fff;font:600 11px/1.5 var(--mantine-font-family);` +
              'white-space:nowrap;pointer-events:none;z-index:6',
          },
        ];
      }),
    [editors],
  );
  return <CanvasMarks scope="editor-canvas" marks={marks} />;
};
