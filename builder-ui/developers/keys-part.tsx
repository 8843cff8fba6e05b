import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog, type Question } from '../shell/ask-dialog.tsx';
import { PagedRows } from '../shell/paged-rows.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { usePages } from '../use-pages.ts';
import './developers.css';
import { type ApiKey, endPrevious, listKeys, revokeKey } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';
import { KeyDialog } from './key-dialog.tsx';
import { KeyRow } from './key-row.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

type Deed = 'edit' | 'rotate' | 'revoke' | 'endPrevious';

/** What is asked before it is done. */
function questionOf(
  t: ReturnType<typeof useDevelopersTexts>,
  deed: Deed,
  { id, name }: ApiKey,
  done: (deed: Promise<unknown>, said: string) => Promise<void>,
): Question | null {
  const one = (label: string, act: () => Promise<void>) => [{ label, danger: true, act }];
  if (deed === 'revoke')
    return {
      title: t.revokeTitle(name),
      text: t.revokeText,
      answers: one(t.revoke, () => done(revokeKey(id), t.revokedDone)),
    };
  if (deed === 'endPrevious')
    return {
      title: t.endPreviousTitle,
      text: t.endPreviousText,
      answers: one(t.endPrevious, () => done(endPrevious(id), t.endedPrevious)),
    };
  return null;
}

/** Keys of programs: made, seen once, changed, rotated, revoked. */
export const KeysPart = () => {
  const t = useDevelopersTexts();
  const mayMake = useMay('keys:write');
  const list = usePages('api-keys', listKeys);
  const [making, setMaking] = useState(false);
  const [doing, setDoing] = useState<{ deed: Deed; key: ApiKey } | null>(null);
  const of = (deed: Deed) => (doing?.deed === deed ? doing.key : null);
  const close = () => setDoing(null);
  const done = (deed: Promise<unknown>, said: string) => deed.then(() => toastDone(said)).finally(list.reload);
  const question = doing && questionOf(t, doing.deed, doing.key, done);
  const button = mayMake && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {t.newKey}
    </Button>
  );
  return (
    <>
      <p className="developer-help">{t.keysHelp}</p>
      <PagedRows
        list={list}
        skeleton={{ rows: 3 }}
        row={(key) => (
          <KeyRow
            key={key.id}
            apiKey={key}
            onDeed={mayMake ? (deed) => setDoing({ deed, key }) : null}
            onChanged={list.reload}
          />
        )}
        none={
          <EmptyState icon="key" title={t.noKeys} text={t.noKeysHelp}>
            {button}
          </EmptyState>
        }
        beside={button}
      />
      <KeyDialog
        opened={making || of('edit') !== null}
        apiKey={of('edit')}
        onClose={() => {
          setMaking(false);
          close();
        }}
        onDone={list.reload}
      />
      <RotateDialog apiKey={of('rotate')} onClose={close} onDone={list.reload} />
      <AskDialog question={question} onClose={close} />
    </>
  );
};
