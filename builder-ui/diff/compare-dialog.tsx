import type { ReactNode } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Drawing } from '../document/drawing.ts';
import { LayeredModal } from '../shell/layered-modal.tsx';
import { DiffPanel } from './diff-panel.tsx';

interface CompareDialogProps {
  opened: boolean;
  title: ReactNode;
  before: Drawing;
  after: Drawing;
  catalogue: Catalogue;
  /** Buttons at its end. */
  foot?: ReactNode;
  onClose: () => void;
}

/** Two drawings compared, over the whole window. */
export const CompareDialog = ({ opened, title, before, after, catalogue, foot, onClose }: CompareDialogProps) => (
  <LayeredModal opened={opened} onClose={onClose} title={title} fullScreen className="diff-modal">
    <DiffPanel {...{ before, after, catalogue }} />
    {foot && <footer className="diff-foot">{foot}</footer>}
  </LayeredModal>
);
