import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { useRunsTexts } from './runs-texts.ts';

interface JsonFieldProps {
  label: string;
  /** What stands in it at first. */
  initial: Json;
  minRows?: number;
  /** Told of every text; undefined while it is no JSON. */
  onChange: (value: Json | undefined) => void;
}

const read = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** A value written as JSON, in dialogs of runs: what is no JSON is said so, and cannot be sent. */
export const JsonField = ({ label, initial, minRows = 5, onChange }: JsonFieldProps) => {
  const r = useRunsTexts();
  const [text, setText] = useState(() => JSON.stringify(initial, null, 2));
  return (
    <Textarea
      label={label}
      classNames={{ input: 'mono' }}
      autosize
      minRows={minRows}
      maxRows={16}
      spellCheck={false}
      value={text}
      error={read(text) === undefined ? r.retry.invalid : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
    />
  );
};
