import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { useGalleryTexts } from './gallery-texts.ts';

type Item = Record<string, string>;

/** Items of texts with the same names; null where a list is another. */
export const itemsIn = (value: Json, example: Json): Item[] | null => {
  const isItem = (one: Json): one is Item =>
    typeof one === 'object' && one !== null && Object.values(one).every((part) => typeof part === 'string');
  const all = [...(Array.isArray(value) ? value : []), ...(Array.isArray(example) ? example : [])];
  return all.length > 0 && all.every(isItem) && Array.isArray(value) ? (value as Item[]) : null;
};

interface ItemsControlProps {
  items: Item[];
  /** Says which parts an item has. */
  example: Item;
  label: string;
  onChange: (items: Item[]) => void;
}

/** A list of small things, each with a few texts. */
export const ItemsControl = ({ items, example, label, onChange }: ItemsControlProps) => {
  const t = useGalleryTexts();
  const parts = Object.keys(example);
  const change = (at: number, part: string, text: string) =>
    onChange(items.map((one, n) => (n === at ? { ...one, [part]: text } : one)));
  return (
    <div className="setup-items">
      {items.map((item, n) => (
        // Items have no identity but their place.
        <div key={n} className="setup-item" role="group" aria-label={`${label} ${n + 1}`}>
          {parts.map((part) => (
            <TextInput
              key={part}
              size="xs"
              aria-label={part}
              leftSection={<small>{part}</small>}
              leftSectionWidth={64}
              value={item[part] ?? ''}
              placeholder={example[part] ?? ''}
              onChange={(event) => change(n, part, event.currentTarget.value)}
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.removeItem(n + 1)}
            onClick={() => onChange(items.filter((_, at) => at !== n))}
          >
            <Icon name="x" size={15} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...items, Object.fromEntries(parts.map((part) => [part, '']))])}
      >
        {t.addItem}
      </Button>
    </div>
  );
};
