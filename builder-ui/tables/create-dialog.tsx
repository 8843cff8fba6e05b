import { ActionIcon, Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { ChoicesInput } from './column-fields.tsx';
import { COLUMN_TYPES, type ColumnDraft, type ColumnType, type DataTable, newColumn } from './table-types.ts';
import { tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';

interface CreateDialogProps {
  opened: boolean;
  onClose: () => void;
  onCreated: (table: DataTable) => void;
}

export const CreateDialog = ({ opened, onClose, onCreated }: CreateDialogProps) => {
  const t = useTablesTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t.createTitle} size="xl">
      <CreateForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  );
};

interface Keyed {
  key: number;
  column: ColumnDraft;
}

const CreateForm = ({ onClose, onCreated }: Omit<CreateDialogProps, 'opened'>) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [columns, setColumns] = useState<Keyed[]>([{ key: 0, column: newColumn(t.firstColumn) }]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const change = (key: number, next: Partial<ColumnDraft>) =>
    setColumns((all) => all.map((one) => (one.key === key ? { key, column: { ...one.column, ...next } } : one)));
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFaults({});
    try {
      const given = columns.map(({ column }) => ({ ...column, name: column.name.trim() }));
      const table = await tablesApi.create({ name: name.trim(), description: description.trim(), columns: given });
      toastDone(t.created(table.name));
      onCreated(table);
    } catch (error) {
      const found = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      if (found.length === 0) toastError(error);
      setFaults(Object.fromEntries(found.map(({ pointer, message }) => [pointer, message])));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void create(event)}>
      <Stack>
        <Group align="start" grow>
          <TextInput
            label={t.name}
            placeholder={t.namePlaceholder}
            required
            maxLength={100}
            data-autofocus
            value={name}
            error={faults['/name']}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t.description}
            maxLength={1000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </Group>
        <fieldset className="table-columns">
          <legend>{t.columns}</legend>
          {columns.map(({ key, column }, n) => (
            <ColumnLine
              key={key}
              column={column}
              faults={{
                name: faults[`/columns/${n}/name`],
                type: faults[`/columns/${n}/type`],
                choices: faults[`/columns/${n}/choices`],
              }}
              onChange={(next) => change(key, next)}
              onRemove={
                columns.length === 1 ? undefined : () => setColumns((all) => all.filter((one) => one.key !== key))
              }
            />
          ))}
          <Button
            size="xs"
            variant="light"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() =>
              setColumns((all) => [...all, { key: Math.max(...all.map((one) => one.key)) + 1, column: newColumn('') }])
            }
          >
            {t.addColumn}
          </Button>
        </fieldset>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={name.trim() === '' || columns.some(({ column }) => column.name.trim() === '')}
          >
            {t.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

interface ColumnLineProps {
  column: ColumnDraft;
  faults: Partial<Record<'name' | 'type' | 'choices', string | undefined>>;
  onChange: (change: Partial<ColumnDraft>) => void;
  /** Nothing for the only one. */
  onRemove: (() => void) | undefined;
}

const ColumnLine = ({ column, faults, onChange, onRemove }: ColumnLineProps) => {
  const t = useTablesTexts();
  const keyable = column.type !== 'json' && column.type !== 'boolean';
  return (
    <div className="table-column-line">
      <TextInput
        aria-label={t.columnName}
        placeholder={t.columnName}
        maxLength={64}
        value={column.name}
        error={faults.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        aria-label={t.type}
        allowDeselect={false}
        error={faults.type}
        data={COLUMN_TYPES.map((value) => ({ value, label: t.types[value] }))}
        value={column.type}
        onChange={(value) => value && onChange({ type: value as ColumnType, unique: false })}
      />
      <Checkbox
        label={t.required}
        checked={column.required}
        onChange={(event) => onChange({ required: event.currentTarget.checked })}
      />
      <Checkbox
        label={t.unique}
        disabled={!keyable}
        checked={column.unique}
        onChange={(event) => onChange({ unique: event.currentTarget.checked })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={!onRemove}
        aria-label={t.removeColumn(column.name)}
        onClick={onRemove}
      >
        <Icon name="trash" size={16} />
      </ActionIcon>
      {column.type === 'choice' && (
        <div className="table-column-choices">
          <ChoicesInput choices={column.choices} error={faults.choices} onChange={(choices) => onChange({ choices })} />
        </div>
      )}
      {column.unique && (
        <Text size="xs" c="dimmed" className="table-column-choices">
          {t.uniqueHelp}
        </Text>
      )}
    </div>
  );
};
