import { Badge, Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { CopyText } from '../shell/copy-text.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import {
  addDomain,
  type Domain,
  type JoinRole,
  listDomains,
  removeDomain,
  setJoinRole,
  verifyDomain,
} from './access-api.ts';
import { useAccessTexts } from './access-texts.ts';
import { useSsoTexts } from './sso-texts.ts';

export const DomainsPart = ({ mayWrite }: { mayWrite: boolean }) => {
  const t = useAccessTexts();
  const { data, error, reload } = useQuery('domains', listDomains);
  const [text, setText] = useState('');
  const [removing, setRemoving] = useState<string | null>(null);
  const act = (work: () => Promise<void>, done?: string) =>
    work()
      .then(() => {
        if (done !== undefined) toastDone(done);
      }, toastError)
      .finally(reload);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act(() => addDomain(text.trim()));
    setText('');
  };
  return (
    <Stack gap="sm">
      <p className="settings-help">{t.domainsHelp}</p>
      {data ? (
        data.length > 0 && (
          <ul className="rows" aria-label={t.domains}>
            {data.map((one) => (
              <DomainRow key={one.domain} one={one} mayWrite={mayWrite} act={act} onRemove={setRemoving} />
            ))}
          </ul>
        )
      ) : error === undefined ? (
        <RowsSkeleton rows={1} />
      ) : (
        <ErrorState error={error} retry={reload} />
      )}
      {mayWrite && (
        <form onSubmit={submit}>
          <Group align="end" gap="xs">
            <TextInput
              label={t.domain}
              placeholder="loja.example"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              style={{ flex: 1 }}
            />
            <Button type="submit" variant="default" disabled={text.trim() === ''}>
              {t.add}
            </Button>
          </Group>
        </form>
      )}
      <AskDialog
        question={
          removing === null
            ? null
            : {
                title: t.removeTitle(removing),
                text: t.removeText,
                answers: [{ label: t.remove, danger: true, act: () => removeDomain(removing).then(reload) }],
              }
        }
        onClose={() => setRemoving(null)}
      />
    </Stack>
  );
};

interface DomainRowProps {
  one: Domain;
  mayWrite: boolean;
  act: (work: () => Promise<void>, done?: string) => Promise<void>;
  onRemove: (domain: string) => void;
}

const DomainRow = ({ one, mayWrite, act, onRemove }: DomainRowProps) => {
  const t = useAccessTexts();
  const sso = useSsoTexts();
  const { domain, record, verifiedAt, joinRole } = one;
  const proved = verifiedAt !== null;
  return (
    <li className="row" style={{ flexWrap: 'wrap' }}>
      <span className="row-main">
        <span className="row-icon" data-group="http">
          <Icon name="world" size={18} />
        </span>
        <span className="row-words">
          <strong>{domain}</strong>
          <small>{proved ? t.proved : t.waiting}</small>
        </span>
      </span>
      <Group gap="xs" wrap="nowrap">
        {proved && (
          <Badge variant="light" tt="none" fw={550}>
            {t.proved}
          </Badge>
        )}
        {mayWrite && proved && (
          <NativeSelect
            size="xs"
            aria-label={sso.joinOf(domain)}
            value={joinRole ?? ''}
            data={Object.entries(sso.joins).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget: { value } }) =>
              void act(() => setJoinRole(domain, value === '' ? null : (value as JoinRole)))
            }
          />
        )}
        {mayWrite && !proved && (
          <Button
            size="xs"
            variant="default"
            aria-label={t.checkOf(domain)}
            onClick={() => void act(() => verifyDomain(domain), t.verified(domain))}
          >
            {t.check}
          </Button>
        )}
        {mayWrite && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={t.removeOf(domain)}
            onClick={() => onRemove(domain)}
          >
            {t.remove}
          </Button>
        )}
      </Group>
      {!proved && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" w="100%" px={16} pb={14}>
          <CopyText label={t.recordName} text={record.name} />
          <CopyText label={t.recordValue} text={record.value} />
        </SimpleGrid>
      )}
    </li>
  );
};
