import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { AskDialog, type Question } from '../shell/ask-dialog.tsx';
import { errorWords } from '../shell/error-words.ts';
import { toastDone, toastHint } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { settleLetter } from './letters-api.ts';
import { useLettersTexts } from './letters-texts.ts';

interface BulkProps {
  /** All that are open and on the page. */
  ids: readonly string[];
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
  onDone: () => void;
}

/** Chooses all, and settles those that are chosen, one after another, with how far it is. */
export const LettersBulk = ({ ids, chosen, onChoose, onDone }: BulkProps) => {
  const t = useLettersTexts();
  const texts = useTexts();
  const [done, setDone] = useState<number | null>(null);
  const [asking, setAsking] = useState<Question | null>(null);
  const settle = async (how: 'replay' | 'discard') => {
    const failures: unknown[] = [];
    for (const [n, id] of chosen.entries()) {
      setDone(n);
      await settleLetter(id, how).catch((error: unknown) => failures.push(error));
    }
    setDone(null);
    onChoose([]);
    onDone();
    const well = chosen.length - failures.length;
    const { title, detail } = errorWords(failures[0], texts);
    if (failures.length > 0) toastHint(t.someLeft(well, failures.length, detail || title));
    else toastDone(how === 'replay' ? t.replayedMany(well) : t.discardedMany(well));
  };
  // Of those that are chosen now: while it is done there are fewer and fewer.
  const askToDiscard = () =>
    setAsking({
      title: t.discardManyTitle(chosen.length),
      text: t.discardManyText,
      answers: [{ label: t.discard, danger: true, act: () => settle('discard') }],
    });
  return (
    <div className="letters-bulk">
      <Checkbox
        size="xs"
        label={chosen.length === 0 ? t.chooseAll : t.chosen(chosen.length)}
        checked={chosen.length > 0 && chosen.length === ids.length}
        indeterminate={chosen.length > 0 && chosen.length < ids.length}
        disabled={done !== null}
        onChange={() => onChoose(chosen.length > 0 ? [] : ids)}
      />
      {chosen.length > 0 && (
        <Group gap="xs">
          {done !== null && (
            <Text size="sm" role="status">
              {t.progress(done + 1, chosen.length)}
            </Text>
          )}
          <Button size="xs" loading={done !== null} onClick={() => void settle('replay')}>
            {t.replayChosen}
          </Button>
          <Button size="xs" variant="default" disabled={done !== null} onClick={askToDiscard}>
            {t.discardChosen}
          </Button>
        </Group>
      )}
      <AskDialog question={asking} onClose={() => setAsking(null)} />
    </div>
  );
};
