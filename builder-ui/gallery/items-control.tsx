import { ActionIcon, Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { readDayOffset, type Side, writeDayOffset } from './day-offset.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import type { ItemPart } from './gallery-types.ts';

type Item = Record<string, string>;

/** Items that hold nothing but texts, under these names; null where a list holds more. */
export const itemsIn = (value: Json, parts: readonly ItemPart[]): Item[] | null => {
  const names = new Set(parts.map(({ key }) => key));
  const isItem = (one: Json): boolean =>
    typeof one === 'object' &&
    one !== null &&
    Object.entries(one).every(([name, part]) => names.has(name) && typeof part === 'string');
  return names.size > 0 && Array.isArray(value) && value.every(isItem) ? (value as Item[]) : null;
};

interface ItemsControlProps {
  items: Item[];
  parts: readonly ItemPart[];
  label: string;
  onChange: (items: Item[]) => void;
}

/** A list of small things, each with a few texts. */
export const ItemsControl = ({ items, parts, label, onChange }: ItemsControlProps) => {
  const t = useGalleryTexts();
  const change = (at: number, part: string, text: string) =>
    onChange(items.map((one, n) => (n === at ? { ...one, [part]: text } : one)));
  const empty = () => Object.fromEntries(parts.map(({ key, kind }) => [key, kind === 'days' ? 'P0D' : '']));
  return (
    <div className="setup-items">
      {items.map((item, n) => (
        // Items have no identity but their place.
        <div key={n} className="setup-item" role="group" aria-label={`${label} ${n + 1}`}>
          {parts.map((part) => (
            <PartControl
              key={part.key}
              part={part}
              value={item[part.key] ?? ''}
              onChange={(text) => change(n, part.key, text)}
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
        onClick={() => onChange([...items, empty()])}
      >
        {t.addItem}
      </Button>
    </div>
  );
};

interface PartControlProps {
  part: ItemPart;
  value: string;
  onChange: (text: string) => void;
}

const PartControl = ({ part: { title, kind }, value, onChange }: PartControlProps) => {
  const t = useGalleryTexts();
  const offset = kind === 'days' ? readDayOffset(value) : null;
  if (offset) {
    const sides: Side[] = ['before', 'on', 'after'];
    return (
      <div className="setup-days" data-side={offset.side}>
        {offset.side !== 'on' && (
          <NumberInput
            size="xs"
            aria-label={t.days}
            min={1}
            max={3650}
            allowDecimal={false}
            value={offset.days}
            onChange={(days) => typeof days === 'number' && onChange(writeDayOffset({ ...offset, days }))}
          />
        )}
        <Select
          size="xs"
          aria-label={title}
          allowDeselect={false}
          data={sides.map((side) => ({ value: side, label: t.sides[side] }))}
          value={offset.side}
          onChange={(side) => side && onChange(writeDayOffset({ days: offset.days || 1, side: side as Side }))}
        />
      </div>
    );
  }
  const shared = { size: 'xs', label: title, value } as const;
  return kind === 'longText' ? (
    <Textarea {...shared} autosize minRows={2} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
  );
};
