import { SegmentedControl, Select } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { choicesOf } from '../document/schema.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { choiceLabel } from './choice-label.ts';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { widgetOf } from './widgets.ts';

/** So much text fits beside each other in a narrow panel. */
const ROOM = 34;

/** One of some values: side by side where they are few and short, else a list. */
export const ChoiceControl = ({ schema, value, onChange, id, invalid, required, labelledBy }: ControlProps) => {
  const locale = useLocale();
  const t = useTexts();
  const own = useFormTexts();
  const { readOnly } = useForm();
  const label = (choice: Json) => choiceLabel(schema, choice, t, locale);
  const data = (choicesOf(schema) ?? []).map((choice) => ({ value: JSON.stringify(choice), label: label(choice) }));
  const standard = schema.default === undefined ? null : JSON.stringify(schema.default);
  const current = value === undefined ? null : JSON.stringify(value);
  const choose = (next: string | null) => onChange(next === null ? undefined : (JSON.parse(next) as Json));
  const isShort =
    widgetOf(schema) !== 'menu' && data.length <= 4 && data.reduce((sum, one) => sum + one.label.length + 3, 0) <= ROOM;
  if (isShort && (current ?? standard) !== null) {
    return (
      <SegmentedControl
        id={id}
        aria-labelledby={labelledBy}
        fullWidth
        data={data}
        value={current ?? standard ?? ''}
        onChange={choose}
        readOnly={readOnly}
        data-standard={current === null}
      />
    );
  }
  return (
    <Select
      id={id}
      data={data}
      value={current}
      onChange={choose}
      searchable={data.length > 8}
      allowDeselect={!required}
      error={invalid}
      disabled={readOnly}
      placeholder={schema.default === undefined ? t.form.choose : own.standard(label(schema.default as Json))}
    />
  );
};
