import { Modal, type ModalProps } from '@mantine/core';
import { createContext, use, useCallback, useEffect, useState } from 'react';

/** Counts the dialogs over the one around. */
const DialogBelow = createContext<((by: 1 | -1) => void) | null>(null);

/** A dialog that lies over another, or over which others open: Escape closes the one on top alone. */
export const LayeredModal = ({ opened, children, ...rest }: ModalProps) => {
  const below = use(DialogBelow);
  const [above, setAbove] = useState(0);
  const count = useCallback((by: 1 | -1) => setAbove((n) => n + by), []);
  useEffect(() => {
    if (!opened || !below) return;
    below(1);
    return () => below(-1);
  }, [opened, below]);
  return (
    <Modal opened={opened} closeOnEscape={above === 0} {...rest}>
      <DialogBelow value={count}>{children}</DialogBelow>
    </Modal>
  );
};
