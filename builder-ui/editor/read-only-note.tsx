import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFlowsTexts } from '../flows/flows-texts.ts';
import { Icon } from '../icons/icon.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useCommandsTexts } from './commands/commands-texts.ts';
import type { ReadOnly } from './use-read-only.ts';

interface ReadOnlyNoteProps {
  readOnly: ReadOnly;
  onRestore: () => Promise<void>;
}

/** Says that nothing can be changed here, why, and what to do about it. */
export const ReadOnlyNote = ({ readOnly: { reason, toggle }, onRestore }: ReadOnlyNoteProps) => {
  const t = useCommandsTexts().readOnly;
  const { note, restore } = useFlowsTexts().inArchive;
  const [busy, setBusy] = useState(false);
  if (reason === null) return null;
  return (
    <div className="read-only-note" role="status">
      <Icon name="eye" size={16} />
      <strong>{t.mark}</strong>
      <span>{reason === 'archived' ? note : t[reason]}</span>
      {reason === 'locked' && (
        <Button size="compact-sm" variant="default" onClick={toggle}>
          {t.unlock}
        </Button>
      )}
      {reason === 'archived' && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          onClick={() => {
            setBusy(true);
            onRestore()
              .catch(toastError)
              .finally(() => setBusy(false));
          }}
        >
          {restore}
        </Button>
      )}
    </div>
  );
};
