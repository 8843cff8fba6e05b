import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toastDone } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { ColumnFields } from './column-fields.tsx';
import { type ChangeQuestion, type Column, type ColumnDraft, type DataTable, newColumn } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';
import { useTableChange } from './use-table-change.ts';

interface ColumnDialogProps {
  table: DataTable;
  /** null: a new one; undefined: closed. */
  column: Column | null | undefined;
  onClose: () => void;
  onDone: (table: DataTable) => void;
  onStale: () => void;
}

export const ColumnDialog = ({ column, ...props }: ColumnDialogProps) => {
  const t = useTablesTexts();
  return (
    <Modal opened={column !== undefined} onClose={props.onClose} title={column ? t.editColumn : t.newColumn}>
      {column !== undefined && <ColumnForm key={column?.id ?? ''} column={column} {...props} />}
    </Modal>
  );
};

const ColumnForm = ({
  table,
  column,
  onClose,
  onDone,
  onStale,
}: Omit<ColumnDialogProps, 'column'> & { column: Column | null }) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const [draft, setDraft] = useState<ColumnDraft>(() => column ?? newColumn(''));
  const at = column ? table.columns.findIndex(({ id }) => id === column.id) : table.columns.length;
  const changing = useTableChange(table, {
    onStale,
    onDone: (changed) => {
      toastDone(t.columnSaved(draft.name.trim()));
      onDone(changed);
    },
  });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const named = { ...draft, name: draft.name.trim() };
    const columns: ColumnDraft[] = column
      ? table.columns.map((one) => (one.id === column.id ? named : one))
      : [...table.columns, named];
    await changing.change({ columns, confirm: changing.question !== null });
  };
  const fault = (field: string) => changing.faults[`/columns/${at}/${field}`];
  const faults = Object.fromEntries(
    ['name', 'type', 'choices', 'default'].flatMap((field) => {
      const found = fault(field);
      return found ? [[field, found]] : [];
    }),
  );
  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack>
        <ColumnFields
          column={draft}
          faults={faults}
          onChange={(next) => {
            changing.forget();
            setDraft(next);
          }}
        />
        {changing.question && <Question question={changing.question} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            type="submit"
            color={changing.question ? 'red' : 'brand'}
            loading={changing.busy}
            disabled={draft.name.trim() === ''}
          >
            {changing.question ? t.confirmChange : common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** What would be lost, and who uses it. */
const Question = ({ question: { losses, flows } }: { question: ChangeQuestion }) => {
  const t = useTablesTexts();
  return (
    <Alert color="red" role="alert">
      {losses.map(({ column, why, rows }) => (
        <p key={`${column} ${why}`} className="table-loss">
          {t.losses[why](column, t.rows(rows))}
        </p>
      ))}
      {flows.length > 0 && <p className="table-loss">{t.usedBy(flows.map(({ name }) => name).join(', '))}</p>}
    </Alert>
  );
};

interface DeleteColumnDialogProps {
  table: DataTable;
  column: Column | null;
  onClose: () => void;
  onDone: (table: DataTable) => void;
  onStale: () => void;
}

/** Asked about always; what would be lost is counted first. */
export const DeleteColumnDialog = ({ column, ...props }: DeleteColumnDialogProps) => {
  const t = useTablesTexts();
  return (
    <Modal opened={column !== null} onClose={props.onClose} title={t.deleteColumnTitle(column?.name ?? '')}>
      {column && <DeleteColumnForm key={column.id} column={column} {...props} />}
    </Modal>
  );
};

const DeleteColumnForm = ({
  table,
  column,
  onClose,
  onDone,
  onStale,
}: DeleteColumnDialogProps & { column: Column }) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const changing = useTableChange(table, {
    onStale,
    onDone: (changed) => {
      toastDone(t.columnDeleted(column.name));
      onDone(changed);
    },
  });
  const columns = table.columns.filter(({ id }) => id !== column.id);
  return (
    <Stack>
      <Text size="sm">{t.deleteColumnText}</Text>
      {changing.question && <Question question={changing.question} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button
          color="red"
          loading={changing.busy}
          onClick={() => void changing.change({ columns, confirm: changing.question !== null })}
        >
          {t.deleteColumn}
        </Button>
      </Group>
    </Stack>
  );
};
