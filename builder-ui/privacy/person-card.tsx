import { Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../shell/session.ts';
import { dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { erasePerson, exportPerson, findPerson, loadPersonRequests } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';
import { sayError } from './say-error.ts';

interface Found {
  person: string;
  counts: Record<string, number>;
  openRuns: number;
}

const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

const saveAs = (name: string, content: unknown): void => {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
};

/** What LGPD gives everybody: to know, to take, to be forgotten. */
export const PersonCard = ({ onChanged }: { onChanged: () => void }) => {
  const t = usePrivacyTexts();
  const [person, setPerson] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState(false);
  const requests = useQuery('person-requests', loadPersonRequests);
  const changed = () => {
    setFound(null);
    requests.reload();
    onChanged();
  };
  const find = async () => {
    setBusy(true);
    try {
      setFound({ person, ...(await findPerson(person)) });
    } catch (error) {
      setFound(null);
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="sm">
      <p className="settings-help">{t.personHelp}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <Group align="end" gap="xs">
          <TextInput
            label={t.person}
            required
            withAsterisk={false}
            minLength={5}
            style={{ flex: 1, minWidth: 200 }}
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={busy}>
            {t.find}
          </Button>
        </Group>
      </form>
      {found && <FoundRows found={found} onChanged={changed} />}
      <Requests requests={requests.data ?? []} />
    </Stack>
  );
};

const FoundRows = ({ found, onChanged }: { found: Found; onChanged: () => void }) => {
  const t = usePrivacyTexts();
  const mayWrite = useMay('security:write');
  const [asking, setAsking] = useState(false);
  const rows = sumOf(found.counts);
  const take = async () => {
    try {
      saveAs('person.json', await exportPerson(found.person));
      onChanged();
    } catch (error) {
      toastError(error);
    }
  };
  if (rows === 0 && found.openRuns === 0) return <Text role="status">{t.nothing}</Text>;
  return (
    <div role="status">
      <strong>{t.found(rows)}</strong>
      <dl className="privacy-counts">
        {Object.entries(found.counts).map(([table, n]) => (
          <div key={table} style={{ display: 'contents' }}>
            <dt>
              <code>{table}</code>
            </dt>
            <dd>{n}</dd>
          </div>
        ))}
      </dl>
      {found.openRuns > 0 && <p className="settings-help">{t.open(found.openRuns)}</p>}
      {mayWrite && (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => void take()}>
            {t.takePerson}
          </Button>
          <Button size="xs" variant="outline" color="red" disabled={found.openRuns > 0} onClick={() => setAsking(true)}>
            {t.erasePerson}
          </Button>
        </Group>
      )}
      <EraseDialog person={found.person} opened={asking} onClose={() => setAsking(false)} onDone={onChanged} />
    </div>
  );
};

interface EraseProps {
  person: string;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

const EraseDialog = ({ person, opened, onClose, onDone }: EraseProps) => {
  const t = usePrivacyTexts();
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const erase = async () => {
    setBusy(true);
    try {
      await erasePerson(person);
      toastDone(t.personErased);
      onClose();
      onDone();
    } catch (error) {
      sayError(error, t.again);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.eraseAsk}>
      <Stack>
        <Text size="sm">
          <strong>{person}</strong>. {t.eraseText}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => void erase()}>
            {t.eraseDo}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

const Requests = ({ requests }: { requests: Awaited<ReturnType<typeof loadPersonRequests>> }) => {
  const t = usePrivacyTexts();
  const locale = useLocale();
  if (requests.length === 0) return null;
  return (
    <>
      <Title order={3} size="h5">
        {t.requests}
      </Title>
      <ul className="rows">
        {requests.map(({ id, kind, counts, at }) => (
          <li className="row" key={id}>
            <span className="row-words">
              <strong>{t.requestKinds[kind]}</strong>
              <small>
                {dateTime(at, locale)} · {t.found(sumOf(counts))} · <code>{id}</code>
              </small>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
};
