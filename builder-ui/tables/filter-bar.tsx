import { Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { editText, readCell, showCell } from './cell-text.ts';
import { type Column, type Condition, type Operator, operatorsOf } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';

interface FilterBarProps {
  columns: readonly Column[];
  where: readonly Condition[];
  onChange: (where: Condition[]) => void;
  /** The column whose menu asked for a filter; null: none did. */
  asked: Column | null;
  onAsked: (column: Column | null) => void;
}

/** Filters that read as a sentence; each can be taken away. */
export const FilterBar = ({ columns, where, onChange, asked, onAsked }: FilterBarProps) => {
  const t = useTablesTexts();
  const locale = useLocale();
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (asked) setOpened(true);
  }, [asked]);
  const close = () => {
    setOpened(false);
    onAsked(null);
  };
  return (
    <Group gap={6} className="table-filters">
      {where.map((one, n) => {
        const column = columns.find(({ name }) => name === one.column);
        const value =
          one.value === undefined || !column
            ? ''
            : column.type === 'boolean'
              ? one.value
                ? t.yes
                : t.no
              : showCell(column, one.value, locale);
        const words = `${one.column} ${t.operators[one.operator]} ${value}`.trim();
        return (
          <span key={`${words} ${n}`} className="table-filter">
            <b>{one.column}</b> {t.operators[one.operator]} <b>{value}</b>
            <button
              type="button"
              aria-label={t.removeFilter(words)}
              onClick={() => onChange(where.filter((other) => other !== one))}
            >
              <Icon name="x" size={13} />
            </button>
          </span>
        );
      })}
      <Popover
        opened={opened}
        onChange={(next) => !next && close()}
        position="bottom-start"
        width={300}
        trapFocus
        withinPortal
      >
        <Popover.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="search" size={14} />}
            onClick={() => setOpened(!opened)}
          >
            {t.filter}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            key={asked?.id ?? ''}
            columns={columns}
            column={asked ?? columns[0]}
            onAdd={(one) => {
              onChange([...where, one]);
              close();
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {where.length > 0 && (
        <Button size="xs" variant="subtle" color="gray" onClick={() => onChange([])}>
          {t.clearFilters}
        </Button>
      )}
    </Group>
  );
};

interface FilterFormProps {
  columns: readonly Column[];
  column: Column | undefined;
  onAdd: (condition: Condition) => void;
}

const FilterForm = ({ columns, column: first, onAdd }: FilterFormProps) => {
  const t = useTablesTexts();
  const common = useTexts().common;
  const locale = useLocale();
  const [column, setColumn] = useState(first);
  const [operator, setOperator] = useState<Operator>(operatorsOf(first?.type ?? 'text')[0] ?? 'eq');
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  if (!column) return null;
  const bare = operator === 'isEmpty' || operator === 'isNotEmpty';
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (bare) return onAdd({ column: column.name, operator });
    const asText = operator === 'contains' || operator === 'startsWith';
    const read = readCell(asText ? { type: 'text', choices: [] } : column, text, locale);
    if ('problem' in read) return setFault(t.problems[read.problem]);
    if (read.value === null) return setFault(t.problems.required);
    onAdd({ column: column.name, operator, value: read.value });
  };
  const choose = (name: string) => {
    const next = columns.find((one) => one.name === name);
    if (!next) return;
    setColumn(next);
    setOperator(operatorsOf(next.type)[0] ?? 'eq');
    setText('');
  };
  const inner = { comboboxProps: { withinPortal: false }, allowDeselect: false };
  return (
    <form onSubmit={add} noValidate>
      <Stack gap="xs">
        <Select
          {...inner}
          label={t.column}
          searchable={columns.length > 8}
          data={columns.map(({ name }) => name)}
          value={column.name}
          onChange={(name) => name && choose(name)}
        />
        <Select
          {...inner}
          label={t.operator}
          data={operatorsOf(column.type).map((value) => ({ value, label: t.operators[value] }))}
          value={operator}
          onChange={(value) => value && setOperator(value as Operator)}
        />
        {!bare && (
          <FilterValue
            {...{ column, text, fault }}
            onChange={(next) => {
              setText(next);
              setFault(undefined);
            }}
          />
        )}
        <Button type="submit">{common.apply}</Button>
      </Stack>
    </form>
  );
};

interface FilterValueProps {
  column: Column;
  text: string;
  fault: string | undefined;
  onChange: (text: string) => void;
}

const FilterValue = ({ column, text, fault, onChange }: FilterValueProps) => {
  const t = useTablesTexts();
  const locale = useLocale();
  if (column.type === 'boolean' || column.type === 'choice')
    return (
      <Select
        label={t.value}
        error={fault}
        comboboxProps={{ withinPortal: false }}
        data={
          column.type === 'choice'
            ? column.choices
            : [
                { value: 'true', label: t.yes },
                { value: 'false', label: t.no },
              ]
        }
        value={text || null}
        onChange={(value) => onChange(value ?? '')}
      />
    );
  const type = { date: 'date', dateTime: 'datetime-local' }[column.type as string] ?? 'text';
  return (
    <TextInput
      label={t.value}
      data-autofocus
      type={type}
      error={fault}
      placeholder={column.type === 'number' ? editText(column, 1234.5, locale) : undefined}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};
