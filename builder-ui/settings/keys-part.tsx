import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { useSettingsTexts } from './settings-texts.ts';
import { type ApiKey, listKeys, revokeKey } from './tenant-api.ts';

/** Keys of programs: made, seen once, revoked. */
export const KeysPart = () => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const mayMake = useMay('keys:write');
  const list = usePages('api-keys', listKeys);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const rows = list.rows;
  const button = mayMake && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {t.newKey}
    </Button>
  );
  return (
    <>
      <p className="settings-help">{t.keysHelp}</p>
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton rows={3} />
      ) : rows.length === 0 ? (
        <EmptyState icon="key" title={t.noKeys} text={t.noKeysHelp}>
          {button}
        </EmptyState>
      ) : (
        <Stack gap="sm">
          <ul className="rows">
            {rows.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRevoke={mayMake ? () => setRevoking(key) : null} />
            ))}
          </ul>
          <Group gap="xs">
            {button}
            {list.more && (
              <Button variant="default" loading={list.loading} onClick={list.more}>
                {texts.common.more}
              </Button>
            )}
          </Group>
        </Stack>
      )}
      <NewKeyDialog opened={making} onClose={() => setMaking(false)} onMade={list.reload} />
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} onDone={list.reload} />
    </>
  );
};

const KeyRow = ({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: (() => void) | null }) => {
  const t = useSettingsTexts();
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const { name, prefix, createdAt, lastUsedAt, expiresAt, revokedAt } = apiKey;
  const over = expiresAt !== null && new Date(expiresAt).getTime() < now;
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="code">
          <Icon name="key" size={18} />
        </span>
        <span className="row-words">
          <strong>{name}</strong>
          <small>
            <code>{prefix}…</code> · {t.made(ago(createdAt, locale))} ·{' '}
            {lastUsedAt ? t.lastUsed(ago(lastUsedAt, locale)) : t.neverUsed}
            {expiresAt ? ` · ${t.until(dateTime(expiresAt, locale))}` : ''}
          </small>
        </span>
      </span>
      {revokedAt !== null || over ? (
        <Badge variant="default" tt="none" fw={550}>
          {revokedAt === null ? t.expired : t.revoked}
        </Badge>
      ) : (
        onRevoke && (
          <Button size="xs" variant="default" onClick={onRevoke} aria-label={`${t.revoke}: ${name}`}>
            {t.revoke}
          </Button>
        )
      )}
    </li>
  );
};

interface RevokeDialogProps {
  apiKey: ApiKey | null;
  onClose: () => void;
  onDone: () => void;
}

/** There is no way back: so it is asked. */
const RevokeDialog = ({ apiKey, onClose, onDone }: RevokeDialogProps) => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const revoke = async (id: string) => {
    setBusy(true);
    try {
      await revokeKey(id);
      toastDone(t.revokedDone);
      onClose();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
      onDone();
    }
  };
  return (
    <Modal opened={apiKey !== null} onClose={onClose} title={t.revokeTitle(apiKey?.name ?? '')}>
      <Stack>
        <Text size="sm">{t.revokeText}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => apiKey && void revoke(apiKey.id)}>
            {t.revoke}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
