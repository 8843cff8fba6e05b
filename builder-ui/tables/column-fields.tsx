import { Checkbox, Group, Select, TagsInput, TextInput } from '@mantine/core';
import { useLocale } from '../texts/texts.ts';
import { editText, readCell } from './cell-text.ts';
import { COLUMN_TYPES, type ColumnDraft, type ColumnType } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';

interface ColumnFieldsProps {
  column: ColumnDraft;
  /** By field, what the API found wrong. */
  faults?: Record<string, string>;
  onChange: (column: ColumnDraft) => void;
}

/** Everything that a column is. */
export const ColumnFields = ({ column, faults = {}, onChange }: ColumnFieldsProps) => {
  const t = useTablesTexts();
  const set = (change: Partial<ColumnDraft>) => onChange({ ...column, ...change });
  const setType = (type: ColumnType) =>
    set({
      type,
      default: null,
      unique: column.unique && type !== 'json' && type !== 'boolean',
      indexed: column.indexed && type !== 'json',
    });
  return (
    <>
      <TextInput
        label={t.columnName}
        required
        maxLength={64}
        data-autofocus
        value={column.name}
        error={faults.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t.type}
        allowDeselect={false}
        error={faults.type}
        data={COLUMN_TYPES.map((value) => ({ value, label: t.types[value] }))}
        value={column.type}
        onChange={(value) => value && setType(value as ColumnType)}
      />
      {column.type === 'choice' && (
        <ChoicesInput choices={column.choices} error={faults.choices} onChange={(choices) => set({ choices })} />
      )}
      <DefaultInput
        key={column.type}
        column={column}
        error={faults.default}
        onChange={(value) => set({ default: value })}
      />
      <Checkbox
        label={t.required}
        description={t.requiredHelp}
        checked={column.required}
        onChange={(event) => set({ required: event.currentTarget.checked })}
      />
      {column.type !== 'json' && column.type !== 'boolean' && (
        <Checkbox
          label={t.unique}
          description={t.uniqueHelp}
          checked={column.unique}
          onChange={(event) => set({ unique: event.currentTarget.checked, default: null })}
        />
      )}
      {column.type !== 'json' && !column.unique && (
        <Checkbox
          label={t.indexed}
          description={t.indexedHelp}
          checked={column.indexed}
          onChange={(event) => set({ indexed: event.currentTarget.checked })}
        />
      )}
    </>
  );
};

export const ChoicesInput = ({
  choices,
  error,
  onChange,
}: {
  choices: string[];
  error?: string | undefined;
  onChange: (choices: string[]) => void;
}) => {
  const t = useTablesTexts();
  return (
    <TagsInput
      label={t.choices}
      description={t.choicesHelp}
      error={error}
      acceptValueOnBlur
      splitChars={[';']}
      value={choices}
      onChange={onChange}
    />
  );
};

interface DefaultInputProps {
  column: ColumnDraft;
  error: string | undefined;
  onChange: (value: ColumnDraft['default']) => void;
}

/** A text that is no value of the type changes nothing, and says so. */
const DefaultInput = ({ column, error, onChange }: DefaultInputProps) => {
  const t = useTablesTexts();
  const locale = useLocale();
  if (column.unique || column.type === 'json') return null;
  if (column.type === 'boolean' || column.type === 'choice') {
    const data =
      column.type === 'choice'
        ? column.choices
        : [
            { value: 'true', label: t.yes },
            { value: 'false', label: t.no },
          ];
    const given = column.default === null ? null : String(column.default);
    return (
      <Select
        label={t.default}
        clearable
        error={error}
        data={data}
        value={given}
        onChange={(value) => onChange(column.type === 'choice' || value === null ? value : value === 'true')}
      />
    );
  }
  const type = { date: 'date', dateTime: 'datetime-local' }[column.type as string] ?? 'text';
  return (
    <Group>
      <TextInput
        flex={1}
        type={type}
        label={t.default}
        error={error}
        defaultValue={editText(column, column.default, locale)}
        onChange={(event) => {
          const read = readCell(column, event.currentTarget.value, locale);
          const wrong = 'problem' in read;
          event.currentTarget.setCustomValidity(wrong ? (t.problems[read.problem] ?? '') : '');
          if (!wrong) onChange(read.value);
        }}
      />
    </Group>
  );
};
