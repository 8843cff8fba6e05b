import { Select } from '@mantine/core';
import { type KeyboardEvent, useRef } from 'react';
import type { Json } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';
import { editText } from './cell-text.ts';
import type { Column } from './table-types.ts';

/** Where to go once it is saved. */
export type After = 'stay' | 'down' | 'right' | 'left';

interface CellEditorProps {
  column: Column;
  value: Json;
  /** What was typed to begin with; null: the value itself is edited. */
  typed: string | null;
  onSave: (text: string, after: After) => void;
  onCancel: () => void;
}

const INPUTS: Partial<Record<Column['type'], string>> = { date: 'date', dateTime: 'datetime-local' };

/** The field over a cell. Enter and Tab save and go on, Esc gives up, leaving saves. */
export const CellEditor = ({ column, value, typed, onSave, onCancel }: CellEditorProps) => {
  const locale = useLocale();
  const over = useRef(false);
  const first = editText(column, value, locale);
  const save = (text: string, after: After) => {
    if (over.current) return;
    over.current = true;
    onSave(text, after);
  };
  const cancel = () => {
    if (over.current) return;
    over.current = true;
    onCancel();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    event.stopPropagation();
    const text = event.currentTarget.value;
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Tab') save(text, event.shiftKey ? 'left' : 'right');
    else if (event.key === 'Enter' && !event.shiftKey) save(text, 'down');
    else return;
    event.preventDefault();
  };
  if (column.type === 'choice')
    return <ChoiceEditor choices={column.choices} first={first} typed={typed} onSave={save} onCancel={cancel} />;
  const type = INPUTS[column.type];
  const shared = {
    className: 'cell-editor',
    'aria-label': column.name,
    onKeyDown,
    // It opens where who writes is.
    autoFocus: true,
  };
  if (type)
    return (
      <input {...shared} type={type} defaultValue={first} onBlur={(event) => save(event.currentTarget.value, 'stay')} />
    );
  return (
    <textarea
      {...shared}
      rows={1}
      data-align={column.type === 'number' ? 'end' : undefined}
      inputMode={column.type === 'number' ? 'decimal' : undefined}
      defaultValue={typed ?? first}
      onFocus={(event) => {
        const { length } = event.currentTarget.value;
        if (typed === null) event.currentTarget.select();
        else event.currentTarget.setSelectionRange(length, length);
      }}
      onBlur={(event) => save(event.currentTarget.value, 'stay')}
    />
  );
};

interface ChoiceEditorProps {
  choices: string[];
  first: string;
  typed: string | null;
  onSave: (text: string, after: After) => void;
  onCancel: () => void;
}

const ChoiceEditor = ({ choices, first, typed, onSave, onCancel }: ChoiceEditorProps) => (
  <Select
    className="cell-select"
    autoFocus
    searchable
    clearable
    defaultDropdownOpened
    selectFirstOptionOnChange
    data={choices}
    defaultValue={first || null}
    defaultSearchValue={typed ?? first}
    comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    filter={
      typed === null
        ? ({ options, search }) =>
            search === first
              ? options
              : options.filter((one) => 'value' in one && one.value.toLowerCase().includes(search.toLowerCase()))
        : undefined
    }
    onKeyDown={(event) => {
      event.stopPropagation();
      if (event.key === 'Escape' || event.key === 'Tab') {
        event.preventDefault();
        onCancel();
      }
    }}
    onChange={(value) => onSave(value ?? '', 'stay')}
    onBlur={onCancel}
  />
);
