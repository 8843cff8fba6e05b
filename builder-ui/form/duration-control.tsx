import { ActionIcon, NumberInput, Select, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import { readSpan, SPAN_UNITS, type SpanUnit, writeSpan } from './plain-span.ts';

interface DurationControlProps {
  id: string;
  text: string;
  /** Nothing where the field is never searched for expressions. */
  onExpression: (() => void) | undefined;
  invalid: boolean;
  onChange: (text: string) => void;
}

/** A duration as one says it: a number and its unit. */
export const DurationControl = ({ id, text, invalid, onChange, onExpression }: DurationControlProps) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const span = readSpan(text);
  // What a field that is empty was last set to, or begins with.
  const [unit, setUnit] = useState<SpanUnit>(span?.unit ?? 'M');
  const shown = span?.unit ?? unit;
  return (
    <div className="duration">
      <NumberInput
        id={id}
        value={span?.count ?? ''}
        min={0}
        max={99_999}
        allowDecimal={false}
        allowNegative={false}
        error={invalid}
        readOnly={readOnly}
        onChange={(count) => onChange(typeof count === 'number' ? writeSpan(count, shown) : '')}
      />
      <Select
        aria-label={t.form.unit}
        data={SPAN_UNITS.map((value) => ({ value, label: t.form.units[value] }))}
        value={shown}
        allowDeselect={false}
        disabled={readOnly}
        onChange={(next) => {
          const chosen = (next ?? shown) as SpanUnit;
          setUnit(chosen);
          if (span) onChange(writeSpan(span.count, chosen));
        }}
      />
      {onExpression && !readOnly && (
        <Tooltip label={t.form.toExpression}>
          <ActionIcon variant="subtle" color="gray" aria-label={t.form.toExpression} onClick={onExpression}>
            <Icon name="function" size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
};
