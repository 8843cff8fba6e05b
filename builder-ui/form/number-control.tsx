import { NumberInput } from '@mantine/core';
import { schemaText } from '../document/schema.ts';
import { useLocale } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';

export const NumberControl = ({ schema, value, onChange, id, invalid, labelledBy, name }: ControlProps) => {
  const locale = useLocale();
  const { readOnly } = useForm();
  const bound = (key: string) =>
    typeof schema[key] === 'number' ? { [key === 'minimum' ? 'min' : 'max']: schema[key] } : {};
  const unit = schemaText(schema['x-unit'], locale);
  return (
    <NumberInput
      id={id}
      aria-labelledby={labelledBy}
      aria-label={labelledBy ? undefined : name}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      allowDecimal={schema.type !== 'integer'}
      decimalSeparator={locale === 'en' ? '.' : ','}
      clampBehavior="blur"
      error={invalid}
      readOnly={readOnly}
      placeholder={
        typeof schema.default === 'number' ? schema.default.toLocaleString(locale, { useGrouping: false }) : undefined
      }
      {...(unit ? { rightSection: <span className="unit">{unit}</span>, rightSectionWidth: unit.length * 8 + 16 } : {})}
      {...bound('minimum')}
      {...bound('maximum')}
    />
  );
};
