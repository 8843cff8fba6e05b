import { Badge, Button, Group, SegmentedControl, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Locale } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import { setSearch, usePlace } from '../../router.ts';
import { useSession } from '../../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { toastDone, toastError } from '../../shell/toasts.tsx';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { deskApi, type NoticeText, type NoticeWords } from './desk-api.ts';
import { useDeskTexts } from './desk-texts.ts';

const LOCALES = ['pt-BR', 'en'] as const;

/** The words of notices about plans. Which one is open stands in the address. */
export const NoticesPart = () => {
  const { notices: t } = useDeskTexts();
  const own = useLocale();
  const { search } = usePlace();
  const [text, setText] = useState('');
  const { data, error, reload } = useQuery('billing notices', deskApi.notices);
  if (!data) return error === undefined ? <RowsSkeleton rows={6} /> : <ErrorState error={error} retry={reload} />;
  const locale: Locale = LOCALES.find((one) => one === search.get('language')) ?? own;
  const open = data.find((one) => one.notice === search.get('notice') && one.locale === locale);
  const language = (
    <SegmentedControl
      aria-label={t.language}
      value={locale}
      onChange={(value) => setSearch({ language: value === own ? null : value })}
      data={LOCALES.map((value) => ({ value, label: t.languages[value] }))}
    />
  );
  if (open)
    return (
      <Stack gap="md">
        <Group justify="space-between">
          <Button
            variant="subtle"
            leftSection={<Icon name="chevron-left" size={15} />}
            onClick={() => {
              // Somebody else may have changed it meanwhile.
              reload();
              setSearch({ notice: null });
            }}
          >
            {t.back}
          </Button>
          {language}
        </Group>
        <NoticeEditor key={`${open.notice} ${open.locale} ${open.revision}`} text={open} reload={reload} />
      </Stack>
    );
  const found = data.filter(
    (one) =>
      one.locale === locale && `${one.notice} ${one.words.subject}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <Stack gap="md">
      <p className="settings-help">{t.help}</p>
      <Group justify="space-between">
        <TextInput
          className="billing-grow"
          aria-label={t.find}
          placeholder={t.find}
          leftSection={<Icon name="search" size={15} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {language}
      </Group>
      <ul className="rows" aria-label={t.back}>
        {found.map((one) => (
          <li key={one.notice} className="row">
            <button
              type="button"
              className="row-main billing-row-button"
              onClick={() => setSearch({ notice: one.notice })}
            >
              <span className="row-icon" data-group="human">
                <Icon name={one.channels.includes('email') ? 'mail' : 'bell'} size={18} />
              </span>
              <span className="row-words">
                <strong>{one.words.subject.split('\n').at(-1)}</strong>
                <small>{one.notice}</small>
              </span>
            </button>
            {one.isEdited && (
              <Badge color="yellow" variant="light" tt="none" fw={550}>
                {t.edited}
              </Badge>
            )}
          </li>
        ))}
      </ul>
    </Stack>
  );
};

const FIELDS = ['subject', 'body', 'button', 'short'] as const;
const HELP: Partial<Record<(typeof FIELDS)[number], 'subject' | 'body'>> = { subject: 'subject', body: 'body' };

const NoticeEditor = ({ text, reload }: { text: NoticeText; reload: () => void }) => {
  const { notices: t } = useDeskTexts();
  const email = useSession()?.user?.email ?? '';
  const [words, setWords] = useState<NoticeWords>(text.words);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<'save' | 'reset' | null>(null);
  const isChanged = FIELDS.some((field) => words[field] !== text.words[field]);
  const tryOut = async () => {
    setBusy(true);
    await deskApi.testNotice(text, email, words).then(() => toastDone(t.tested(email)), toastError);
    setBusy(false);
  };
  return (
    <div className="plan-two">
      <Stack gap="sm">
        <Title order={2}>{text.notice}</Title>
        {FIELDS.map((field) => (
          <Textarea
            key={field}
            label={t.words[field]}
            {...(HELP[field] ? { description: t.wordsHelp[HELP[field]] } : {})}
            autosize
            minRows={field === 'body' ? 8 : 1}
            required={field !== 'button'}
            value={words[field]}
            onChange={(event) => setWords({ ...words, [field]: event.currentTarget.value })}
          />
        ))}
        <p className="plan-note">
          {t.places}: {[...text.places.needs, ...text.places.may].map((name) => `{{${name}}}`).join('  ')}
        </p>
        <Group gap="xs">
          <Button disabled={!isChanged} onClick={() => setAsking('save')}>
            {t.save}
          </Button>
          <Button variant="default" disabled={email === ''} loading={busy} onClick={() => void tryOut()}>
            {t.test}
          </Button>
          {text.isEdited && (
            <Button variant="subtle" onClick={() => setAsking('reset')}>
              {t.reset}
            </Button>
          )}
        </Group>
      </Stack>
      <Preview text={text} words={words} />
      <DeedDialog
        opened={asking !== null}
        title={asking === 'reset' ? t.reset : t.save}
        text={asking === 'reset' ? t.resetAsk : t.saveAsk}
        confirm={asking === 'reset' ? t.reset : t.save}
        quiet
        onClose={() => setAsking(null)}
        act={async (reason) => {
          await (asking === 'reset' ? deskApi.resetNotice(text, reason) : deskApi.editNotice(text, words, reason));
          toastDone(t.saved);
          reload();
        }}
      />
    </div>
  );
};

/** How it looks with an example's values, half a second behind what is typed. */
const Preview = ({ text, words }: { text: NoticeText; words: NoticeWords }) => {
  const { notices: t } = useDeskTexts();
  const [typed] = useDebouncedValue(words, 500);
  const { data, error } = useQuery(`billing notice ${text.notice} ${text.locale} ${JSON.stringify(typed)}`, () =>
    deskApi.previewNotice(text, typed),
  );
  return (
    <section className="card billing-preview" aria-label={t.preview}>
      <header className="card-head">
        <h2>{t.preview}</h2>
      </header>
      {!data && (error === undefined ? <RowsSkeleton rows={3} /> : <ErrorState error={error} />)}
      {data && (
        <>
          <p className="billing-subject">{data.subject}</p>
          {/* A letter is a page of its own: nothing of it runs, and nothing of it is fetched. */}
          <iframe title={t.preview} sandbox="" srcDoc={data.html} />
          <p className="plan-note">
            {t.inApp}: {data.short}
          </p>
        </>
      )}
    </section>
  );
};
