import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import type { Connection } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ConnectionRow } from './connection-row.tsx';
import { RenameDialog } from './rename-dialog.tsx';

/** Credentials of connectors: written and deleted, never read back. */
export const ConnectionsPage = () => {
  const t = useTexts();
  const list = useQuery('connections', api.connections);
  const kinds = useQuery('catalogue', api.catalogue).data?.connections;
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<Connection | null>(null);
  const [deleting, setDeleting] = useState<Connection | null>(null);
  const mayWrite = useMay('connections:write');
  const rows = list.data;
  const remove = async (id: string) => {
    await api.deleteConnection(id);
    toastDone(t.connections.deleted);
    list.reload();
  };
  const create = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} disabled={!kinds} onClick={() => setCreating(true)}>
      {t.connections.create}
    </Button>
  );
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.pages.connections}</Title>
        {rows?.length !== 0 && create}
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
              onChanged={list.reload}
              onRename={() => setRenaming(one)}
              onDelete={() => setDeleting(one)}
            />
          ))}
        </ul>
      )}
      <ConnectionDialog
        opened={creating}
        kinds={kinds ?? []}
        onClose={() => {
          setCreating(false);
          // One that did not pass its test may have been kept.
          list.reload();
        }}
        onCreated={() => {
          setCreating(false);
          list.reload();
        }}
      />
      <RenameDialog
        connection={renaming}
        onClose={() => setRenaming(null)}
        onRenamed={() => {
          setRenaming(null);
          list.reload();
        }}
      />
      <AskDialog
        question={
          deleting && {
            title: t.connections.deleteTitle(deleting.name),
            text: t.connections.deleteText,
            answers: [{ label: t.common.delete, danger: true, act: () => remove(deleting.id) }],
          }
        }
        onClose={() => setDeleting(null)}
      />
    </>
  );
};
