import { ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { inLocale, type Locale } from '#flow/json.ts';
import type { Catalogue, NodeGroup, NodeType } from '#flow/node-type.ts';
import { DRAG_TYPE } from '../canvas/canvas.tsx';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';

const ORDER: NodeGroup[] = ['flow', 'data', 'http', 'message', 'human', 'ai', 'billing', 'code', 'trigger'];

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

export const searchTypes = (types: Iterable<NodeType>, words: string, locale: Locale): NodeType[] => {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  return [...types].filter((type) => {
    const text = fold(`${inLocale(type.title, locale)} ${inLocale(type.description, locale)} ${type.type}`);
    return wanted.every((word) => text.includes(word));
  });
};

interface PaletteProps {
  catalogue: Catalogue;
  onAdd: (type: string) => void;
  autoFocus?: boolean;
  /** On a menu there is nothing to drag to. */
  draggable?: boolean;
}

/** All node types by group, with a search: Enter takes the first. */
export const Palette = ({ catalogue, onAdd, autoFocus, draggable = true }: PaletteProps) => {
  const locale = useLocale();
  const t = useTexts();
  const [search, setSearch] = useState('');
  const found = useMemo(() => searchTypes(catalogue.values(), search, locale), [catalogue, search, locale]);
  const groups = ORDER.map((group) => ({ group, types: found.filter((type) => type.group === group) }));
  const onKeyDown = (event: KeyboardEvent) => {
    const first = groups.find(({ types }) => types.length > 0)?.types[0];
    if (event.key === 'Enter' && first) onAdd(first.type);
  };
  return (
    <div className="palette">
      <TextInput
        size="sm"
        placeholder={t.palette.search}
        aria-label={t.palette.search}
        leftSection={<Icon name="search" size={15} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        data-autofocus={autoFocus}
        autoFocus={autoFocus}
      />
      <ScrollArea className="palette-list" type="auto" offsetScrollbars scrollbarSize={8}>
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {t.palette.nothing(search)}
          </Text>
        )}
        {groups.map(
          ({ group, types }) =>
            types.length > 0 && (
              <section key={group} data-group={group}>
                <h3>{t.groups[group]}</h3>
                {types.map((type) => (
                  <PaletteEntry key={type.type} type={type} onAdd={onAdd} draggable={draggable} />
                ))}
              </section>
            ),
        )}
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
      draggable={draggable}
      title={inLocale(type.description, locale)}
      onClick={() => onAdd(type.type)}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, type.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <span className="node-tile">
        <Icon name={type.icon} size={17} />
      </span>
      <span className="palette-words">
        <b>{inLocale(type.title, locale)}</b>
        <small>{inLocale(type.description, locale)}</small>
      </span>
    </UnstyledButton>
  );
};
