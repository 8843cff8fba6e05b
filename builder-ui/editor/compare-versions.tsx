import { Center, Loader, Select } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Flow } from '../api-types.ts';
import { DiffPanel } from '../diff/diff-panel.tsx';
import type { Drawing } from '../document/drawing.ts';
import { LayeredModal } from '../shell/layered-modal.tsx';
import { ErrorState } from '../shell/states.tsx';
import { type EditorStore, useEditor } from './editor-store.ts';
import { usePublishTexts } from './publish-texts.ts';
import { useVersionDrawing } from './version-drawing.ts';

/** A version by its number, or the draft as it is drawn. */
export type Side = number | 'draft';

interface CompareVersionsProps {
  store: EditorStore;
  flow: Flow;
  catalogue: Catalogue;
  versions: number[];
  first: { from: Side; to: Side };
  onClose: () => void;
}

/** Any two of the draft and the versions, compared on a canvas and in words. */
export const CompareVersions = ({ store, flow, catalogue, versions, first, onClose }: CompareVersionsProps) => {
  const t = usePublishTexts();
  const [{ from, to }, setSides] = useState(first);
  const document = useEditor(store, (state) => state.document);
  const board = useEditor(store, (state) => state.board);
  const [draft] = useState<Drawing>({ document, board });
  const before = useVersionDrawing(flow.id, from === 'draft' ? null : from, catalogue, draft.board);
  const after = useVersionDrawing(flow.id, to === 'draft' ? null : to, catalogue, draft.board);
  const drawings = [before.drawing, after.drawing].map((one) => (one === null ? draft : one));
  const [one, other] = drawings;
  const error = before.error ?? after.error;
  const options = [
    { value: 'draft', label: t.draft },
    ...versions.map((version) => ({
      value: String(version),
      label: `v${version}${version === flow.publishedVersion ? ` (${t.current})` : ''}`,
    })),
  ];
  const choose = (side: 'from' | 'to') => (value: string | null) =>
    setSides((now) => ({ ...now, [side]: value === null || value === 'draft' ? 'draft' : Number(value) }));
  const picker = (side: 'from' | 'to', value: Side) => (
    <Select
      size="xs"
      w={150}
      aria-label={t[side]}
      data={options}
      value={String(value)}
      allowDeselect={false}
      onChange={choose(side)}
    />
  );
  return (
    <LayeredModal
      opened
      onClose={onClose}
      fullScreen
      className="diff-modal"
      title={
        <span className="compare-title">
          {t.compareTitle}
          {picker('from', from)}
          <span aria-hidden="true">→</span>
          {picker('to', to)}
        </span>
      }
    >
      {error !== undefined ? (
        <ErrorState error={error} />
      ) : one && other ? (
        <DiffPanel key={`${from} ${to}`} before={one} after={other} catalogue={catalogue} />
      ) : (
        <Center flex={1}>
          <Loader type="dots" />
        </Center>
      )}
    </LayeredModal>
  );
};
