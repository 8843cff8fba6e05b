import { Alert, Anchor, Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../shell/session.ts';
import { dateTime } from '../shell/times.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { askDeletion, type Deletion, loadDeletion, takeDeletionBack } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';
import { sayError } from './say-error.ts';

/** The end of an account: asked for by name, and for some days not final. */
export const DeletionCard = ({ name }: { name: string }) => {
  const t = usePrivacyTexts();
  const isOwner = useSession()?.role === 'owner';
  const { data, reload } = useQuery('deletion', loadDeletion);
  const [asking, setAsking] = useState(false);
  if (!data) return null;
  return (
    <section className="privacy-end">
      <Title order={2}>{t.deleteTitle}</Title>
      {data.deletion ? (
        <Pending deletion={data.deletion} isOwner={isOwner} onDone={reload} />
      ) : (
        <>
          <p className="settings-help">{t.deleteHelp(data.days)}</p>
          {isOwner ? (
            <Button color="red" variant="outline" onClick={() => setAsking(true)}>
              {t.deleteButton}
            </Button>
          ) : (
            <p className="settings-help">{t.onlyOwner}</p>
          )}
        </>
      )}
      <AskDialog name={name} days={data.days} opened={asking} onClose={() => setAsking(false)} onDone={reload} />
    </section>
  );
};

interface PendingProps {
  deletion: Deletion;
  isOwner: boolean;
  onDone: () => void;
}

const Pending = ({ deletion, isOwner, onDone }: PendingProps) => {
  const t = usePrivacyTexts();
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const takeBack = async () => {
    setBusy(true);
    try {
      await takeDeletionBack();
      toastDone(t.takenBack);
    } catch (error) {
      sayError(error, t.again);
    } finally {
      setBusy(false);
      onDone();
    }
  };
  const address = `/v1/erasure-receipts/${deletion.receiptId}`;
  return (
    <Alert color="red" variant="light" title={t.deleting(dateTime(deletion.dueAt, locale))}>
      <Stack gap="sm">
        {deletion.onHold && <Text size="sm">{t.keptByHold}</Text>}
        <Text size="sm">
          {t.receipt} <Anchor href={address}>{`${location.origin}${address}`}</Anchor>
        </Text>
        {isOwner && (
          <Group>
            <Button loading={busy} onClick={() => void takeBack()}>
              {t.takeBack}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
};

interface AskProps {
  name: string;
  days: number;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

const AskDialog = ({ name, days, opened, onClose, onDone }: AskProps) => {
  const t = usePrivacyTexts();
  const texts = useTexts();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const close = () => {
    setTyped('');
    onClose();
  };
  const ask = async () => {
    setBusy(true);
    try {
      await askDeletion(typed);
      close();
    } catch (error) {
      sayError(error, t.again);
    } finally {
      setBusy(false);
      onDone();
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={t.deleteAsk(name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <Stack>
          <Text size="sm">{t.deleteHelp(days)}</Text>
          <TextInput
            label={t.deleteType(name)}
            value={typed}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" color="red" loading={busy} disabled={typed.trim() !== name.trim()}>
              {t.deleteDo}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
