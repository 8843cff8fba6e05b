import { Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useCommandsTexts } from './commands/commands-texts.ts';
import type { ReadOnly } from './use-read-only.ts';

/** Says that nothing can be changed here, and why. */
export const ReadOnlyNote = ({ readOnly: { reason, toggle } }: { readOnly: ReadOnly }) => {
  const t = useCommandsTexts().readOnly;
  if (reason === null) return null;
  return (
    <div className="read-only-note" role="status">
      <Icon name="eye" size={16} />
      <strong>{t.mark}</strong>
      <span>{t[reason]}</span>
      {reason === 'locked' && (
        <Button size="compact-sm" variant="default" onClick={toggle}>
          {t.unlock}
        </Button>
      )}
    </div>
  );
};
