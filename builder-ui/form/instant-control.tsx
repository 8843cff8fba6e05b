import { TextInput } from '@mantine/core';
import { useForm } from './form-context.ts';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

export const isInstant = (text: string): boolean => ISO.test(text) && !Number.isNaN(Date.parse(text));

/** `2026-01-31T12:00` in the zone of who looks, as the browser's own input wants it. */
const localOf = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

interface InstantControlProps {
  id: string;
  text: string;
  invalid: boolean;
  onChange: (text: string) => void;
}

/** A moment: day and time in the clock of who writes it, kept as an instant. */
export const InstantControl = ({ id, text, invalid, onChange }: InstantControlProps) => {
  const { readOnly } = useForm();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <TextInput
        id={id}
        type="datetime-local"
        value={text === '' ? '' : localOf(text)}
        error={invalid}
        readOnly={readOnly}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange(value === '' ? '' : new Date(value).toISOString());
        }}
      />
      {text !== '' && <p className="field-hint">{zone}</p>}
    </>
  );
};
