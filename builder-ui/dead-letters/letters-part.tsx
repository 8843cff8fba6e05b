import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { setSearch, usePlace } from '../router.ts';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { LetterRow } from './letter-row.tsx';
import { type DeadLetter, listLetters, settleLetter } from './letters-api.ts';
import { LettersBulk } from './letters-bulk.tsx';
import { useLettersTexts } from './letters-texts.ts';

/** What could not be taken in or delivered, until somebody settles it. */
export const LettersPart = () => {
  const t = useLettersTexts();
  const texts = useTexts();
  const maySettle = useMay('runs:write');
  const { search } = usePlace();
  const state = search.get('show') === 'all' ? '' : 'open';
  const list = usePages(`dead-letters/${state}`, (cursor) => listLetters(state, cursor));
  const [discarding, setDiscarding] = useState<DeadLetter | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rows = list.rows;
  const open = maySettle ? (rows ?? []).filter((one) => one.state === 'open').map(({ id }) => id) : [];
  const choose = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  const settle = async (id: string, how: 'replay' | 'discard') => {
    try {
      await settleLetter(id, how);
      toastDone(how === 'replay' ? t.replayed : t.discarded);
    } catch (error) {
      toastError(error);
    }
    list.reload();
  };
  return (
    <>
      <p className="settings-help">{t.help}</p>
      <SegmentedControl
        mb="md"
        aria-label={t.which}
        value={state === '' ? 'all' : 'open'}
        onChange={(show) => setSearch({ show: show === 'all' ? 'all' : null })}
        data={[
          { value: 'open', label: t.open },
          { value: 'all', label: t.all },
        ]}
      />
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton rows={4} />
      ) : rows.length === 0 ? (
        <EmptyState icon="check" title={t.none} text={t.noneHelp} />
      ) : (
        <>
          {open.length > 1 && (
            <LettersBulk
              ids={open}
              chosen={chosen.filter((id) => open.includes(id))}
              onChoose={setChosen}
              onDone={list.reload}
            />
          )}
          <ul className="rows">
            {rows.map((letter) => (
              <LetterRow
                key={letter.id}
                letter={letter}
                chosen={chosen.includes(letter.id)}
                onChoose={open.length > 1 && letter.state === 'open' ? () => choose(letter.id) : null}
                onReplay={maySettle ? () => settle(letter.id, 'replay') : null}
                onDiscard={maySettle ? () => setDiscarding(letter) : null}
              />
            ))}
          </ul>
        </>
      )}
      {list.more && (
        <Button variant="default" mt="sm" loading={list.loading} onClick={list.more}>
          {texts.common.more}
        </Button>
      )}
      <AskDialog
        question={
          discarding && {
            title: t.discardTitle,
            text: t.discardText,
            answers: [{ label: t.discard, danger: true, act: () => settle(discarding.id, 'discard') }],
          }
        }
        onClose={() => setDiscarding(null)}
      />
    </>
  );
};
