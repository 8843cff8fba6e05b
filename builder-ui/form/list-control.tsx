import { ActionIcon, Button, Chip, Group } from '@mantine/core';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { Json } from '#flow/json.ts';
import { asSchema, choicesOf, type FieldKind, fieldKind, startValue } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { choiceLabel } from './choice-label.ts';
import { FieldProblems } from './field-frame.tsx';
import { pointerTo, useForm, useProblemsAt } from './form-context.ts';
import { type ControlProps, useFormParts } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { moved } from './moved.ts';

/** Items that are one value need no title: their place says it. */
const PLAIN: ReadonlySet<FieldKind> = new Set(['text', 'number', 'choice', 'switch', 'any']);

const PlainItem = ({ n, ...props }: ControlProps & { n: number }) => {
  const { Control } = useFormParts();
  const t = useFormTexts();
  const pointer = pointerTo(props.pointer, n);
  const problems = useProblemsAt(pointer);
  return (
    <div className="field">
      <Control
        {...props}
        id={`${props.id}-${n}`}
        labelledBy={undefined}
        name={t.itemName(n + 1)}
        pointer={pointer}
        invalid={problems.length > 0}
        required
      />
      <FieldProblems problems={problems} />
    </div>
  );
};

/** Some of a few values. */
const SomeOf = ({ schema, value, onChange, labelledBy }: ControlProps) => {
  const t = useTexts();
  const locale = useLocale();
  const { readOnly } = useForm();
  const items = asSchema(schema.items) ?? {};
  const chosen = Array.isArray(value) ? value : [];
  const choices = choicesOf(items) ?? [];
  return (
    <Group gap={6} role="group" aria-labelledby={labelledBy}>
      {choices.map((choice) => (
        <Chip
          key={String(choice)}
          size="xs"
          radius="md"
          checked={chosen.includes(choice)}
          disabled={readOnly}
          // The order of the schema, however they were chosen.
          onChange={(on) => onChange(choices.filter((one) => (one === choice ? on : chosen.includes(one))))}
        >
          {choiceLabel(items, choice, t, locale)}
        </Chip>
      ))}
    </Group>
  );
};

export const ListControl = (props: ControlProps) => {
  const items = asSchema(props.schema.items) ?? {};
  return choicesOf(items) ? <SomeOf {...props} /> : <Rows {...props} />;
};

const Rows = (props: ControlProps) => {
  const { schema, pointer, value, onChange, literal } = props;
  const t = useTexts();
  const own = useFormTexts();
  const { readOnly } = useForm();
  const { Field } = useFormParts();
  const items = asSchema(schema.items) ?? {};
  const list = Array.isArray(value) ? value : [];
  const isPlain = PLAIN.has(fieldKind(items));
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : Number.POSITIVE_INFINITY;
  const replace = (n: number, next: Json | undefined) =>
    onChange(list.map((one, at) => (at === n ? (next ?? (fieldKind(items) === 'text' ? '' : null)) : one)));
  const remove = (n: number) => onChange(list.filter((_, at) => at !== n));
  const { handle, row } = useMoving(list.length, (from, to) => onChange(moved(list, from, to)));
  return (
    <div className="list">
      {list.map((item, n) => (
        // Rows have no identity but their place.
        <div key={n} className="list-row" data-plain={isPlain} {...row(n)}>
          {!readOnly && list.length > 1 && (
            <button type="button" className="list-handle" aria-label={own.moveItem(n + 1)} {...handle(n)}>
              <Icon name="grip" size={14} />
            </button>
          )}
          {isPlain ? (
            <PlainItem {...props} schema={items} n={n} value={item} onChange={(next) => replace(n, next)} />
          ) : (
            <Field
              schema={items}
              name={own.itemName(n + 1)}
              pointer={pointerTo(pointer, n)}
              value={item}
              onChange={(next) => replace(n, next)}
              required
              isItem
              literal={literal}
            />
          )}
          {!readOnly && (
            <ActionIcon
              className="list-remove"
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`${t.common.remove}: ${own.itemName(n + 1)}`}
              onClick={() => remove(n)}
            >
              <Icon name="trash" size={14} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && list.length < most && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...list, startValue(items) ?? ''])}
        >
          {t.form.addItem}
        </Button>
      )}
    </div>
  );
};

/** Rows are moved by dragging their handle, or by the arrows on it. */
const useMoving = (count: number, move: (from: number, to: number) => void) => {
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const focus = useRef<HTMLElement>(null);
  const done = () => {
    setDragged(null);
    setOver(null);
  };
  return {
    handle: (n: number) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('application/x-trama-row', String(n));
        setDragged(n);
      },
      onDragEnd: done,
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const to = n + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0);
        if (to === n || to < 0 || to >= count) return;
        event.preventDefault();
        focus.current = event.currentTarget.closest<HTMLElement>('.list');
        move(n, to);
        // The handle of the row that was moved keeps the focus.
        requestAnimationFrame(() =>
          focus.current?.querySelectorAll<HTMLElement>(':scope > .list-row > .list-handle')[to]?.focus(),
        );
      },
    }),
    row: (n: number) => ({
      'data-over': dragged !== null && over === n && over !== dragged ? (n > dragged ? 'below' : 'above') : undefined,
      onDragOver: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        setOver(n);
      },
      onDrop: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (dragged !== n) move(dragged, n);
        done();
      },
    }),
  };
};
