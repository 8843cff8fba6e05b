import { Popover, Skeleton } from '@mantine/core';
import { type ReactNode, Suspense, useState } from 'react';
import { lazyPart } from '../shell/lazy-part.tsx';
import { useTexts } from '../texts/texts.ts';

const DataTree = lazyPart(() => import('./data/data-tree.tsx').then((part) => part.DataTree));

interface NamesMenuProps {
  pointer: string;
  trigger: ReactNode;
  onChoose: (path: string) => void;
}

/** Everything that can be read here, searchable, beside the field that it goes into. */
export const NamesMenu = ({ pointer, trigger, onChoose }: NamesMenuProps) => {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const choose = (path: string) => {
    setOpen(false);
    // The list gives the focus back before the field takes it.
    requestAnimationFrame(() => onChoose(path));
  };
  return (
    <Popover opened={open} onChange={setOpen} width={340} position="bottom-end" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <button type="button" className="names-button" aria-label={t.form.names} onClick={() => setOpen(!open)}>
          {trigger}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} className="names-menu">
        <Suspense fallback={<Skeleton height={200} />}>
          <DataTree pointer={pointer} onChoose={choose} autoFocus />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
};
