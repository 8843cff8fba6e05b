import { edgeKey } from '../canvas/canvas-model.ts';
import type { CanvasMark } from './canvas-marks.tsx';
import type { DiffState, DiffView } from './diff-view.ts';

/** Told apart by sign and line, so that it is seen without colours too. */
export const SIGNS: Record<DiffState, string> = { added: '+', removed: '−', changed: '~' };
export const TONES: Record<DiffState, string> = {
  added: 'var(--diff-added)',
  removed: 'var(--diff-removed)',
  changed: 'var(--diff-changed)',
};

const LINES: Record<DiffState, string> = {
  added: 'outline-style:solid',
  removed: 'outline-style:dashed;opacity:.5;filter:grayscale(1)',
  changed: 'outline-style:double',
};

const nodeMark = (id: string, state: DiffState): CanvasMark => ({
  id,
  kind: 'node',
  style: `outline:${state === 'changed' ? 4 : 2}px ${TONES[state]};${LINES[state]};outline-offset:2px`,
  badge:
    `content:"${SIGNS[state]}";position:absolute;top:-12px;right:-12px;display:grid;place-items:center;width:24px;` +
    `height:24px;border-radius:50%;background:${TONES[state]};color:var(--diff-ink);font:700 16px/1 var(--mantine-font-family);z-index:5`,
});

/** What marks the differences on the canvas of their union. */
export const diffMarks = (view: DiffView): CanvasMark[] => [
  ...view.nodes.map(({ id, state }) => nodeMark(id, state)),
  ...view.edges.map(
    ({ edge, state }): CanvasMark => ({
      id: edgeKey(edge),
      kind: 'edge',
      style: `stroke:${TONES[state]} !important;stroke-width:2.5px !important;${state === 'removed' ? 'stroke-dasharray:6 5;opacity:.6' : ''}`,
    }),
  ),
];
