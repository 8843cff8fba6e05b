import { ActionIcon } from '@mantine/core';
import { Icon } from '../../icons/icon.tsx';
import { useListTexts } from './list-texts.ts';

/** Closes the bar of what is done to many runs. */
export const CloseBar = ({ onClick }: { onClick: () => void }) => {
  const l = useListTexts();
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={l.clearSelection} onClick={onClick}>
      <Icon name="x" size={15} />
    </ActionIcon>
  );
};
