import { Popover, ScrollArea, Text, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
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
  const [all, setAll] = useState<ReadableName[]>([]);
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  useEffect(() => {
    if (open) void guide?.names(pointer).then(setAll);
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
        <ScrollArea.Autosize mah={300} mt={6} type="auto">
          {shown.length === 0 && (
            <Text size="xs" c="dimmed" p={8}>
              {t.form.noNames}
            </Text>
          )}
          {shown.map((name) => (
            <button key={name.path} type="button" className="name-row" onClick={() => choose(name.path)}>
              <span className="mono">{name.path}</span>
              <small>{name.of ? `${name.of} · ${name.type}` : name.type}</small>
            </button>
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
};
