import { ActionIcon, Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { HistoryButtons } from './editor-header.tsx';
import type { EditorStore } from './editor-store.ts';

interface PhoneToolsProps {
  store: EditorStore;
  onDrawer: (drawer: 'palette' | 'inspector') => void;
}

/** Within reach of the thumb: what stands beside the canvas on a wide screen. */
export const PhoneTools = ({ store, onDrawer }: PhoneToolsProps) => {
  const t = useTexts();
  return (
    <div className="phone-tools">
      <HistoryButtons store={store} />
      <ActionIcon
        variant="default"
        size={40}
        radius="xl"
        aria-label={t.editor.inspector}
        onClick={() => onDrawer('inspector')}
      >
        <Icon name="settings" />
      </ActionIcon>
      <Button radius="xl" size="md" leftSection={<Icon name="plus" size={18} />} onClick={() => onDrawer('palette')}>
        {t.palette.title}
      </Button>
    </div>
  );
};
