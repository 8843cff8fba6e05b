import { ActionIcon, Button } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { asSchema, type FieldKind, fieldKind, startValue } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { FieldProblems } from './field-frame.tsx';
import { pointerTo, useForm, useProblemsAt } from './form-context.ts';
import { type ControlProps, useFormParts } from './form-parts.ts';

const swapped = (list: Json[], n: number): Json[] => {
  const next = [...list];
  const [a, b] = [next[n - 1], next[n]];
  if (a === undefined || b === undefined) return list;
  next[n - 1] = b;
  next[n] = a;
  return next;
};

/** Items that are one value need no title: their place says it. */
const PLAIN: ReadonlySet<FieldKind> = new Set(['text', 'number', 'choice', 'switch']);

const PlainItem = ({ n, ...props }: ControlProps & { n: number }) => {
  const { Control } = useFormParts();
  const pointer = pointerTo(props.pointer, n);
  const problems = useProblemsAt(pointer);
  return (
    <div className="field">
      <Control {...props} id={`${props.id}-${n}`} pointer={pointer} invalid={problems.length > 0} required />
      <FieldProblems problems={problems} />
    </div>
  );
};

export const ListControl = (props: ControlProps) => {
  const { schema, pointer, value, onChange, literal } = props;
  const t = useTexts();
  const { readOnly } = useForm();
  const { Field } = useFormParts();
  const items = asSchema(schema.items) ?? {};
  const list = Array.isArray(value) ? value : [];
  const isPlain = PLAIN.has(fieldKind(items));
  const replace = (n: number, next: Json | undefined) =>
    onChange(list.map((one, at) => (at === n ? (next ?? (fieldKind(items) === 'text' ? '' : null)) : one)));
  return (
    <div className="list">
      {list.map((item, n) => (
        // Rows have no identity but their place.
        <div key={n} className="list-row">
          {isPlain ? (
            <PlainItem {...props} schema={items} n={n} value={item} onChange={(next) => replace(n, next)} />
          ) : (
            <Field
              schema={items}
              name={t.form.item(n + 1)}
              pointer={pointerTo(pointer, n)}
              value={item}
              onChange={(next) => replace(n, next)}
              required
              literal={literal}
            />
          )}
          {!readOnly && (
            <div className="list-tools">
              {n > 0 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t.form.moveUp}
                  onClick={() => onChange(swapped(list, n))}
                >
                  <Icon name="chevron-down" size={14} className="flip" />
                </ActionIcon>
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t.common.remove}
                onClick={() => onChange(list.filter((_, at) => at !== n))}
              >
                <Icon name="trash" size={14} />
              </ActionIcon>
            </div>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...list, startValue(items) ?? ''])}
        >
          {t.form.addItem}
        </Button>
      )}
    </div>
  );
};
