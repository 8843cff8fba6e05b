import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Json } from '#flow/json.ts';
import { useTexts } from '../texts/texts.ts';
import { CodeInput } from './code-input.tsx';
import { useForm } from './form-context.ts';

interface JsonInputProps {
  id?: string;
  value: Json | undefined;
  /** Told of every text that is JSON; an empty one is `undefined`. */
  onChange: (value: Json | undefined) => void;
  minRows?: number;
  maxRows?: number;
  /** A field with a title of its own. Without one it stands under the title of a form's field. */
  label?: string;
  description?: string;
  labelledBy?: string | undefined;
  name?: string;
}

const print = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

const read = (text: string): { value: Json | undefined } | null => {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
};

/** JSON as text: what is half written stays here, and only what is whole goes out. */
export const JsonInput = (props: JsonInputProps) => {
  const { id = 'json', value, onChange, minRows = 4, maxRows = 24, label, description, labelledBy, name } = props;
  const t = useTexts();
  const { readOnly } = useForm();
  const [text, setText] = useState(() => print(value));
  const sent = useRef(JSON.stringify(value));
  useEffect(() => {
    // Someone else changed the value (undo, another node): the text follows.
    if (JSON.stringify(value) === sent.current) return;
    sent.current = JSON.stringify(value);
    setText(print(value));
  }, [value]);
  const write = (next: string) => {
    setText(next);
    const parsed = read(next);
    if (!parsed) return;
    sent.current = JSON.stringify(parsed.value);
    onChange(parsed.value);
  };
  const fault = read(text) ? undefined : t.form.notJson;
  if (label === undefined) {
    return (
      <>
        <CodeInput
          {...{ id, labelledBy }}
          label={name}
          value={text}
          onChange={write}
          invalid={fault !== undefined}
          rows={minRows}
        />
        {fault && <p className="field-hint">{fault}</p>}
      </>
    );
  }
  return (
    <Textarea
      id={id}
      label={label}
      description={description}
      value={text}
      onChange={(event) => write(event.currentTarget.value)}
      autosize
      minRows={minRows}
      maxRows={maxRows}
      readOnly={readOnly}
      spellCheck={false}
      classNames={{ input: 'mono' }}
      error={fault}
    />
  );
};
