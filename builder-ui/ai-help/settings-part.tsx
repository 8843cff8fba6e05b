import { Alert, Anchor, Button, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useConnecting } from '../connections/use-connecting.tsx';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { AskingFoot } from './asking-foot.tsx';
import './help.css';
import { type HelpSettings, type HelpState, type HelpTried, helpApi } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { UsageLine } from './usage-line.tsx';
import { useAsking } from './use-asking.ts';

/** Whom the AI help asks, chosen once for everybody in the account. */
export const AiHelpPart = ({ mayWrite }: { mayWrite: boolean }) => {
  const t = useHelpTexts();
  const { data, error, reload, set } = useQuery('ai-help', helpApi.state);
  return (
    <>
      <p className="settings-help">{t.settings.help}</p>
      {data ? (
        <Choice state={data} mayWrite={mayWrite} onSaved={set} onMade={reload} />
      ) : error === undefined ? (
        <RowsSkeleton rows={3} />
      ) : (
        <ErrorState error={error} retry={reload} />
      )}
    </>
  );
};

interface ChoiceProps {
  state: HelpState;
  mayWrite: boolean;
  onSaved: (state: HelpState) => void;
  onMade: () => void;
}

const OLDEST = '';

const Choice = ({ state, mayWrite, onSaved, onMade }: ChoiceProps) => {
  const t = useHelpTexts();
  const texts = useTexts();
  const locale = useLocale();
  const [choice, setChoice] = useState<HelpSettings>(state.settings);
  const [tried, setTried] = useState<HelpTried | null>(null);
  const saving = useAsking();
  const testing = useAsking();
  const change = (next: Partial<HelpSettings>) => {
    setTried(null);
    setChoice((now) => ({ ...now, ...next }));
  };
  const { connections } = state;
  const isGone = choice.connection !== null && !connections.some(({ id }) => id === choice.connection);
  const ofConnection = connections.find(({ id }) => id === choice.connection) ?? connections[0];
  const isChanged = JSON.stringify(choice) !== JSON.stringify(state.settings);
  const hasModel = connections.length > 0 || state.asked !== null;
  const save = () =>
    saving.ask(async () => {
      onSaved(await helpApi.choose(choice));
      toastDone(t.settings.saved);
    });
  const test = () =>
    testing.ask(async (signal) => {
      setTried(null);
      const { connection, model } = choice;
      setTried(await helpApi.test({ connection, model }, signal));
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // What is submitted in the dialog of a connection comes by here, too.
        if (event.target === event.currentTarget) void save();
      }}
    >
      <Stack gap="md">
        <Switch
          label={t.settings.on}
          checked={choice.enabled}
          disabled={!mayWrite}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <WhoAnswers {...{ state, choice, mayWrite, isGone, change, onMade }} />
        {hasModel && (
          <TextInput
            label={t.settings.model}
            description={t.settings.modelHelp}
            placeholder={ofConnection?.model ?? state.asked?.model ?? ''}
            maxLength={200}
            readOnly={!mayWrite}
            value={choice.model ?? ''}
            onChange={(event) => change({ model: event.currentTarget.value.trim() || null })}
          />
        )}
        {tried && <Tried tried={tried} locale={locale} />}
        {mayWrite && (
          <AskingFoot asking={testing} atStart>
            <Button type="submit" loading={saving.busy} disabled={isGone || !isChanged}>
              {texts.common.save}
            </Button>
            <Button variant="default" loading={testing.busy} disabled={!hasModel || isGone} onClick={() => void test()}>
              {t.settings.test}
            </Button>
          </AskingFoot>
        )}
        {saving.fault && <Alert color="red">{saving.fault}</Alert>}
        <section className="help-sent-all">
          <strong>{t.settings.privacy}</strong>
          <ul>
            {t.sent.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <p>
            {t.settings.costs}{' '}
            <Anchor component={Link} href="/ai" inherit underline="always">
              {t.settings.seeCosts}
            </Anchor>
          </p>
        </section>
      </Stack>
    </form>
  );
};

interface WhoAnswersProps {
  state: HelpState;
  choice: HelpSettings;
  mayWrite: boolean;
  /** What was chosen is not there any more. */
  isGone: boolean;
  change: (next: Partial<HelpSettings>) => void;
  onMade: () => void;
}

/** A connection of those that there are, or one that is made in place. */
const WhoAnswers = ({ state, choice, mayWrite, isGone, change, onMade }: WhoAnswersProps) => {
  const t = useHelpTexts();
  const { connecting, dialog } = useConnecting([]);
  const { connections, asked } = state;
  const oldest = connections[0] ? `${t.settings.ownOldest} (${connections[0].name})` : null;
  return (
    <div className="help-who">
      <Select
        label={t.settings.connection}
        description={t.settings.connectionHelp}
        data={[
          { value: OLDEST, label: oldest ?? (asked ? t.settings.operators : t.settings.nobody) },
          ...connections.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={isGone ? null : (choice.connection ?? OLDEST)}
        allowDeselect={false}
        readOnly={!mayWrite}
        error={isGone ? t.goneText : undefined}
        onChange={(value) => change({ connection: value || null })}
      />
      {mayWrite && connecting && (
        <Button
          variant="light"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() =>
            connecting.create(['ai'], ({ id }) => {
              change({ connection: id });
              onMade();
            })
          }
        >
          {t.settings.newConnection}
        </Button>
      )}
      {dialog}
    </div>
  );
};

const Tried = ({ tried, locale }: { tried: HelpTried; locale: string }) => {
  const t = useHelpTexts();
  const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(tried.ms / 1_000);
  return tried.ok ? (
    <Alert color="green" icon={<Icon name="check" size={18} />} role="status">
      {t.settings.works(tried.usage.model ?? '', seconds)}
      <UsageLine usage={tried.usage} />
    </Alert>
  ) : (
    <Alert color="red" icon={<Icon name="alert-triangle" size={18} />} role="alert">
      {tried.error?.message}
    </Alert>
  );
};
