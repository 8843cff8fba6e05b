import { Button, Group, Modal, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Json, JsonObject } from '#flow/json.ts';
import { ApiError, isStatus } from '../api-error.ts';
import { useMay } from '../shell/session.ts';
import { dateTime } from '../shell/times.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { editText, readCell } from './cell-text.ts';
import type { Column, DataTable, Row } from './table-types.ts';
import { tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';

interface RowDialogProps {
  table: DataTable;
  /** null: a new one; undefined: closed. */
  row: Row | null | undefined;
  onClose: () => void;
  onSaved: (row: Row) => void;
  /** Somebody changed it in between. */
  onConflict: (row: Row, values: JsonObject) => void;
}

/** A row as a form: for new ones, for long texts and JSON, and for small screens. */
export const RowDialog = ({ row, ...props }: RowDialogProps) => {
  const t = useTablesTexts();
  return (
    <Modal opened={row !== undefined} onClose={props.onClose} title={row ? t.rowTitle : t.newRowTitle} size="lg">
      {row !== undefined && <RowForm key={row?.id ?? ''} row={row} {...props} />}
    </Modal>
  );
};

const RowForm = ({ table, row, onClose, onSaved, onConflict }: Omit<RowDialogProps, 'row'> & { row: Row | null }) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const locale = useLocale();
  const mayWrite = useMay('data:write');
  const first = (column: Column): string => editText(column, row ? row.values[column.name] : column.default, locale);
  const [given, setGiven] = useState(() =>
    Object.fromEntries(table.columns.map((column) => [column.id, first(column)])),
  );
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  /** What was changed; null: something is wrong, and is said. */
  const read = (): JsonObject | null => {
    const wrong: Record<string, string> = {};
    const values: JsonObject = {};
    for (const column of table.columns) {
      const text = given[column.id] ?? '';
      if (row && text === first(column)) continue;
      const found = readCell(column, text, locale);
      if ('problem' in found) wrong[column.id] = t.problems[found.problem] ?? '';
      else if (found.value === null && column.required) wrong[column.id] = t.problems.required ?? '';
      else if (row || found.value !== null) values[column.name] = found.value;
    }
    setFaults(wrong);
    return Object.keys(wrong).length > 0 ? null : values;
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const values = read();
    if (!values) return;
    if (row && Object.keys(values).length === 0) return onClose();
    setBusy(true);
    try {
      const [saved] = row
        ? [await tablesApi.updateRow(table.id, row.id, values, row.version)]
        : await tablesApi.addRows(table.id, [values]);
      if (saved) onSaved(saved);
    } catch (error) {
      if (row && isStatus(error, 412)) return onConflict(row, values);
      const said = error instanceof ApiError ? cellFaults(error, table.columns) : {};
      setFaults(said);
      if (Object.keys(said).length === 0) toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack>
        {table.columns.map((column, n) => (
          <CellField
            key={column.id}
            column={column}
            first={n === 0}
            text={given[column.id] ?? ''}
            error={faults[column.id]}
            onChange={(text) => setGiven((now) => ({ ...now, [column.id]: text }))}
          />
        ))}
        <Group justify="space-between">
          <small className="table-when">{row ? dateTime(row.updatedAt, locale) : ''}</small>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {mayWrite ? common.cancel : common.close}
            </Button>
            {mayWrite && (
              <Button type="submit" loading={busy}>
                {common.save}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </form>
  );
};

/** What the API says of cells, by column: `/values/<name>`, or `/values/0/<name>` of a new one. */
const cellFaults = (error: ApiError, columns: readonly Column[]): Record<string, string> =>
  Object.fromEntries(
    (error.problem.errors ?? []).flatMap(({ pointer, message }) => {
      const name = pointer.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~');
      const column = columns.find((one) => one.name === name);
      return column ? [[column.id, message]] : [];
    }),
  );

interface CellFieldProps {
  column: Column;
  first: boolean;
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
}

const CellField = ({ column, first, text, error, onChange }: CellFieldProps) => {
  const t = useTablesTexts();
  const english = useLocale() === 'en';
  const readOnly = !useMay('data:write');
  const shared = {
    label: column.name,
    error,
    readOnly,
    withAsterisk: column.required,
    ...(first ? { 'data-autofocus': true } : {}),
  };
  switch (column.type) {
    case 'boolean':
    case 'choice': {
      const data: (string | { value: string; label: string })[] =
        column.type === 'choice'
          ? column.choices
          : [
              { value: 'true', label: t.yes },
              { value: 'false', label: t.no },
            ];
      return (
        <Select
          {...shared}
          clearable
          searchable={data.length > 7}
          data={data}
          value={text || null}
          onChange={(value) => onChange(value ?? '')}
        />
      );
    }
    case 'number':
      return (
        <NumberInput
          {...shared}
          hideControls
          decimalSeparator={english ? '.' : ','}
          thousandSeparator={english ? ',' : '.'}
          value={asNumber(text, english)}
          onChange={(value) =>
            onChange(value === '' ? '' : editText(column, Number(value) as Json, english ? 'en' : 'pt-BR'))
          }
        />
      );
    case 'date':
    case 'dateTime':
      return (
        <TextInput
          {...shared}
          type={column.type === 'date' ? 'date' : 'datetime-local'}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <Textarea
          {...shared}
          autosize
          minRows={column.type === 'json' ? 4 : 1}
          maxRows={12}
          classNames={column.type === 'json' ? { input: 'mono' } : {}}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
};

const asNumber = (text: string, english: boolean): number | string => {
  const read = readCell({ type: 'number', choices: [] }, text, english ? 'en' : 'pt-BR');
  return 'value' in read && typeof read.value === 'number' ? read.value : text;
};
