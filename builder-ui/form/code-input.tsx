import { Textarea } from '@mantine/core';
import { Suspense } from 'react';
import { lazyPart } from '../shell/lazy-part.tsx';
import { useForm } from './form-context.ts';

const CodeEditor = lazyPart(() => import('./expression/code-editor.tsx').then((part) => part.CodeEditor));

export interface CodeInputProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
  labelledBy?: string | undefined;
  label?: string | undefined;
  invalid?: boolean;
  /** Lines that it is at least high. */
  rows?: number;
}

const ROWS = 10;

/** A program, in its colours; until its editor is there the text can be read and written plainly. */
export const CodeInput = (props: CodeInputProps) => {
  const { id, value, onChange, labelledBy, label, invalid } = props;
  const { readOnly } = useForm();
  return (
    <Suspense
      fallback={
        <Textarea
          id={id}
          value={value}
          readOnly={readOnly}
          rows={props.rows ?? ROWS}
          spellCheck={false}
          error={invalid}
          aria-labelledby={labelledBy}
          aria-label={labelledBy ? undefined : label}
          classNames={{ input: 'mono' }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      }
    >
      <CodeEditor {...props} readOnly={readOnly} />
    </Suspense>
  );
};
