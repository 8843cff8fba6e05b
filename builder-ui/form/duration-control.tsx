import { ActionIcon, NumberInput, Select, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { durationInWords } from '../document/summary.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import { useFormTexts } from './form-texts.ts';
import { readSpans, SPAN_UNITS, type Span, type SpanUnit, smallerUnit, writeSpans } from './spans.ts';

interface DurationControlProps {
  id: string;
  text: string;
  invalid: boolean;
  /** What holds where nothing is said, ISO 8601. */
  standard?: string | undefined;
  onChange: (text: string) => void;
}

/** A duration as one says it: numbers and their units. */
export const DurationControl = ({ id, text, invalid, standard, onChange }: DurationControlProps) => {
  const t = useTexts();
  const own = useFormTexts();
  const locale = useLocale();
  const { readOnly } = useForm();
  const read = readSpans(text);
  // What a field that is empty was last set to, or begins with.
  const [unit, setUnit] = useState<SpanUnit>(() => read?.[0]?.unit ?? readSpans(standard ?? '')?.[0]?.unit ?? 'M');
  const spans: (Span | { count: null; unit: SpanUnit })[] = read ?? [{ count: null, unit }];
  const known = spans.filter((one): one is Span => one.count !== null);
  const last = spans.at(-1);
  const next = last && smallerUnit(last.unit);
  const write = (n: number, change: Partial<Span>) =>
    onChange(writeSpans(known.map((one, at) => (at === n ? { ...one, ...change } : one))));
  const count = (n: number, value: number | string) => {
    if (typeof value !== 'number') onChange(writeSpans(known.filter((_, at) => at !== n)));
    else if (known.length === 0) onChange(writeSpans([{ count: value, unit }]));
    else write(n, { count: value });
  };
  return (
    <div className="durations">
      {spans.map((span, n) => (
        // Parts have no identity but their place.
        <div key={n} className="duration">
          <NumberInput
            id={n === 0 ? id : undefined}
            aria-label={n === 0 ? undefined : t.form.units[span.unit]}
            value={span.count ?? ''}
            min={0}
            max={99_999}
            allowDecimal={false}
            allowNegative={false}
            error={invalid}
            readOnly={readOnly}
            placeholder={standard && n === 0 ? String(readSpans(standard)?.[0]?.count ?? '') : undefined}
            onChange={(value) => count(n, value)}
          />
          <Select
            aria-label={t.form.unit}
            data={SPAN_UNITS.map((value) => ({ value, label: t.form.units[value] }))}
            value={span.unit}
            allowDeselect={false}
            disabled={readOnly}
            comboboxProps={{ width: 130 }}
            onChange={(value) => {
              const chosen = (value ?? span.unit) as SpanUnit;
              setUnit(chosen);
              if (known.length > 0) write(n, { unit: chosen });
            }}
          />
          {!readOnly && n === spans.length - 1 && next && span.count !== null && (
            <Tooltip label={own.addPart(t.form.units[next])}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={own.addPart(t.form.units[next])}
                onClick={() => onChange(writeSpans([...known, { count: next === 'H' ? 1 : 30, unit: next }]))}
              >
                <Icon name="plus" size={14} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      ))}
      {known.length > 1 && <p className="field-hint">{durationInWords(text, locale)}</p>}
    </div>
  );
};
