import { ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { inLocale } from '#flow/json.ts';
import type { Catalogue, NodeGroup, NodeType } from '#flow/node-type.ts';
import { DRAG_TYPE } from '../canvas/canvas.tsx';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useCommandsTexts } from './commands/commands-texts.ts';
import { findTypes } from './commands/find-types.ts';
import { keepRecent, recentOf } from './commands/recent.ts';
import { RECENT_TYPES } from './quick-list.tsx';
import { TypeRow } from './type-row.tsx';

const ORDER: NodeGroup[] = ['flow', 'data', 'http', 'message', 'human', 'ai', 'billing', 'code', 'trigger'];
const MOST_RECENT = 4;

interface PaletteProps {
  catalogue: Catalogue;
  onAdd: (type: string) => void;
  /** On a phone there is nothing to drag to. */
  draggable?: boolean;
}

interface Chapter {
  name: string;
  group: NodeGroup | undefined;
  types: NodeType[];
}

/** With nothing typed what was used lately, then all by group; else what is meant, best first. */
const useChapters = (catalogue: Catalogue, typed: string, recent: readonly string[]): Chapter[] => {
  const locale = useLocale();
  const t = useTexts();
  const words = useCommandsTexts();
  return useMemo(() => {
    const found = findTypes(catalogue.values(), typed, locale);
    if (typed.trim() !== '') return [{ name: words.found, group: undefined, types: found }];
    const lately = recent.flatMap((type) => catalogue.get(type) ?? []).slice(0, MOST_RECENT);
    const groups = ORDER.map((group) => ({
      name: t.groups[group],
      group,
      types: found.filter((type) => type.group === group),
    }));
    return [{ name: words.recent, group: undefined, types: lately }, ...groups];
  }, [catalogue, typed, recent, locale, t, words]);
};

/** All types of step by group, with a search: Enter takes the first, arrows walk. */
export const Palette = ({ catalogue, onAdd, draggable = true }: PaletteProps) => {
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const [recent, setRecent] = useState(() => recentOf(RECENT_TYPES));
  const chapters = useChapters(catalogue, typed, recent).filter(({ types }) => types.length > 0);
  const root = useRef<HTMLDivElement>(null);
  const add = (type: string) => {
    keepRecent(RECENT_TYPES, type);
    setRecent(recentOf(RECENT_TYPES));
    onAdd(type);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const stops = [...(root.current?.querySelectorAll<HTMLElement>('input, .palette-entry') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1] }[event.key];
    const first = chapters[0]?.types[0];
    if (to) to.focus();
    else if (event.key === 'Enter' && at === 0 && first) add(first.type);
    else return;
    event.preventDefault();
  };
  return (
    <div className="palette" ref={root} onKeyDown={onKeyDown}>
      <TextInput
        size="sm"
        placeholder={t.palette.search}
        aria-label={t.palette.search}
        leftSection={<Icon name="search" size={15} />}
        rightSection={<kbd>N</kbd>}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ScrollArea className="palette-list" type="auto" offsetScrollbars scrollbarSize={8}>
        {chapters.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {t.palette.nothing(typed)}
          </Text>
        )}
        {chapters.map(({ name, group, types }) => (
          <section key={name} data-group={group} aria-label={name}>
            <h2>{name}</h2>
            {types.map((type) => (
              <PaletteEntry key={type.type} type={type} onAdd={add} draggable={draggable} />
            ))}
          </section>
        ))}
      </ScrollArea>
    </div>
  );
};

const PaletteEntry = ({
  type,
  onAdd,
  draggable,
}: {
  type: NodeType;
  onAdd: (type: string) => void;
  draggable: boolean;
}) => {
  const locale = useLocale();
  return (
    <UnstyledButton
      className="palette-entry"
      data-group={type.group}
      draggable={draggable}
      title={inLocale(type.description, locale)}
      // One stop of Tab for the whole list: the arrows walk it.
      tabIndex={-1}
      onClick={() => onAdd(type.type)}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, type.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <TypeRow type={type} />
    </UnstyledButton>
  );
};
