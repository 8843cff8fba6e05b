import { ActionIcon, Badge, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { inLocale } from '#flow/json.ts';
import { api } from '../api-client.ts';
import type { Connection, ConnectionKind } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { ConnectionDialog } from './connection-dialog.tsx';

/** Credentials of connectors: written and deleted, never read back. */
export const ConnectionsPage = () => {
  const t = useTexts();
  const list = useQuery('connections', api.connections);
  const kinds = useQuery('catalogue', api.catalogue).data?.connections;
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<Connection | null>(null);
  const rows = list.data?.data;
  const create = (
    <Button leftSection={<Icon name="plus" size={16} />} disabled={!kinds} onClick={() => setCreating(true)}>
      {t.connections.create}
    </Button>
  );
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.pages.connections}</Title>
        {create}
      </header>
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton rows={3} />
      ) : rows.length === 0 ? (
        <EmptyState icon="plug" title={t.connections.empty} text={t.connections.emptyHelp}>
          {create}
        </EmptyState>
      ) : (
        <ul className="rows">
          {rows.map((one) => (
            <ConnectionRow
              key={one.id}
              connection={one}
              kind={kinds?.find((kind) => kind.connector === one.connector)}
              onDelete={() => setDeleting(one)}
            />
          ))}
        </ul>
      )}
      <ConnectionDialog
        opened={creating}
        kinds={kinds ?? []}
        onClose={() => setCreating(false)}
        onCreated={() => {
          setCreating(false);
          list.reload();
        }}
      />
      <DeleteDialog
        connection={deleting}
        onClose={() => setDeleting(null)}
        onDeleted={() => {
          setDeleting(null);
          list.reload();
        }}
      />
    </>
  );
};

interface ConnectionRowProps {
  connection: Connection;
  kind: ConnectionKind | undefined;
  onDelete: () => void;
}

const ConnectionRow = ({ connection, kind, onDelete }: ConnectionRowProps) => {
  const t = useTexts();
  const locale = useLocale();
  const { name, connector, hosts, createdAt } = connection;
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="http">
          <Icon name={kind?.icon ?? 'plug'} size={18} />
        </span>
        <span className="row-words">
          <strong>{name}</strong>
          <small>
            {kind ? inLocale(kind.title, locale) : connector}
            {hosts.length > 0 ? ` · ${hosts.join(', ')}` : ''}
          </small>
        </span>
        <span className="row-side">
          <time title={dateTime(createdAt, locale)}>{ago(createdAt, locale)}</time>
        </span>
      </span>
      <Badge variant="default" tt="none" fw={500} className="wide-only">
        {connector}
      </Badge>
      <ActionIcon variant="subtle" color="gray" aria-label={`${t.common.delete}: ${name}`} onClick={onDelete}>
        <Icon name="trash" size={17} />
      </ActionIcon>
    </li>
  );
};

interface DeleteDialogProps {
  connection: Connection | null;
  onClose: () => void;
  onDeleted: () => void;
}

/** There is no way back from deleting a secret: so it is asked. */
const DeleteDialog = ({ connection, onClose, onDeleted }: DeleteDialogProps) => {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const remove = async (id: string) => {
    setBusy(true);
    try {
      await api.deleteConnection(id);
      toastDone(t.connections.deleted);
      onDeleted();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={connection !== null} onClose={onClose} title={t.connections.deleteTitle(connection?.name ?? '')}>
      <Stack>
        <Text size="sm">{t.connections.deleteText}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.common.cancel}
          </Button>
          <Button color="red" loading={busy} onClick={() => connection && void remove(connection.id)}>
            {t.common.delete}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
