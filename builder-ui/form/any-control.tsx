import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { useTexts } from '../texts/texts.ts';
import { ExpressionInput } from './expression-input.tsx';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';
import { JsonInput } from './json-input.tsx';

/** A value of any shape: a text (which may be one expression, and then keeps its type), or JSON. */
export const AnyControl = ({ pointer, value, onChange, id, invalid, required }: ControlProps) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const isJson = value !== undefined && typeof value !== 'string';
  const [json, setJson] = useState(isJson);
  const asJson = json || isJson;
  const change = (mode: string) => {
    setJson(mode === 'json');
    if (mode === 'json') onChange(asValue(value));
    else onChange(value === undefined || typeof value === 'string' ? value : JSON.stringify(value));
  };
  return (
    <div className="any">
      {!readOnly && (
        <SegmentedControl
          size="xs"
          className="any-mode"
          value={asJson ? 'json' : 'text'}
          onChange={change}
          data={[
            { value: 'text', label: t.form.text },
            { value: 'json', label: 'JSON' },
          ]}
        />
      )}
      {asJson ? (
        <JsonInput id={id} value={value} onChange={onChange} minRows={2} />
      ) : (
        <ExpressionInput
          id={id}
          pointer={pointer}
          bare={false}
          value={typeof value === 'string' ? value : ''}
          onChange={(text) => onChange(text === '' && !required ? undefined : text)}
          invalid={invalid}
          placeholder="{{ … }}"
        />
      )}
    </div>
  );
};

/** A text that reads as JSON becomes what it says; any other stays a text. */
const asValue = (value: Json | undefined): Json | undefined => {
  if (typeof value !== 'string' || value.trim() === '') return {};
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
};
