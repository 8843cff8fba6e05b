import { Popover, ScrollArea, Text, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Json } from '#flow/json.ts';
import { type LastValues, preview } from '../document/last-values.ts';
import type { ReadableName } from '../document/readable-names.ts';
import { useTexts } from '../texts/texts.ts';
import { matching } from './completion.ts';
import { useForm } from './form-context.ts';

interface NamesMenuProps {
  pointer: string;
  trigger: ReactNode;
  onChoose: (path: string) => void;
}

/** Everything that can be read here, searchable: names with their types, then functions. */
export const NamesMenu = ({ pointer, trigger, onChoose }: NamesMenuProps) => {
  const t = useTexts();
  const { guide } = useForm();
  const [values, setValues] = useState<LastValues | null>(null);
  const [all, setAll] = useState<ReadableName[]>([]);
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  useEffect(() => {
    if (!open || !guide) return;
    void guide.names(pointer).then(setAll);
    // A help that may be missing: without it the names stand with their types.
    void guide.values().then(
      (found) => setValues(() => found),
      () => {},
    );
  }, [open, guide, pointer]);
  const shown = search ? matching(all, search, 60) : all;
  const choose = (path: string) => {
    setOpen(false);
    setSearch('');
    onChoose(path);
  };
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-end" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <button type="button" className="bare-button" aria-label={t.form.names} onClick={() => setOpen(!open)}>
          {trigger}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <TextInput
          size="xs"
          placeholder={t.form.searchNames}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = shown;
            if (event.key === 'Enter' && first) choose(first.path);
          }}
          data-autofocus
        />
        <ScrollArea.Autosize mah={300} mt={6} type="auto" scrollbars="y">
          {shown.length === 0 && (
            <Text size="xs" c="dimmed" p={8}>
              {t.form.noNames}
            </Text>
          )}
          {shown.map((name) => (
            <NameRow key={name.path} name={name} value={values?.(name.path)} onChoose={choose} />
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
};

interface NameRowProps {
  name: ReadableName;
  value: Json | undefined;
  onChoose: (path: string) => void;
}

/** A name with what it held in the last run, else with its type. */
const NameRow = ({ name, value, onChoose }: NameRowProps) => {
  const t = useTexts();
  const type = name.of ? `${name.of} · ${name.type}` : name.type;
  return (
    <button type="button" className="name-row" title={type} onClick={() => onChoose(name.path)}>
      <span className="mono">{name.path}</span>
      {value === undefined ? <small>{type}</small> : <small title={t.form.lastValue}>= {preview(value)}</small>}
    </button>
  );
};
