import { Switch } from '@mantine/core';
import { useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';

export const SwitchControl = ({ schema, value, onChange, id, labelledBy }: ControlProps) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const on = typeof value === 'boolean' ? value : schema.default === true;
  return (
    <Switch
      id={id}
      aria-labelledby={labelledBy}
      checked={on}
      disabled={readOnly}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={on ? t.common.yes : t.common.no}
    />
  );
};
