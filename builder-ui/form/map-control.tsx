import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json, JsonObject } from '#flow/json.ts';
import { asSchema, startValue } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { FieldProblems } from './field-frame.tsx';
import { pointerTo, useForm, useProblemsAt } from './form-context.ts';
import { type ControlProps, useFormParts } from './form-parts.ts';

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** Names that the author gives, each with a value; renaming one keeps its place. */
export const MapControl = ({ schema, pointer, value, onChange, literal, id }: ControlProps) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const map = asObject(value);
  const entries = Object.entries(map);
  const [added, setAdded] = useState<string | null>(null);
  const inner = asSchema(schema.additionalProperties) ?? {};
  const write = (next: [string, Json][]) => onChange(Object.fromEntries(next));
  const rename = (n: number, name: string) => {
    if (entries.some(([other], at) => at !== n && other === name)) return;
    write(entries.map(([key, one], at) => [at === n ? name : key, one]));
  };
  const add = () => {
    let n = entries.length + 1;
    while (Object.hasOwn(map, `${t.form.newName}${n}`)) n++;
    const name = `${t.form.newName}${n}`;
    setAdded(name);
    write([...entries, [name, startValue(inner) ?? '']]);
  };
  return (
    <div className="list">
      {entries.map(([name, one], n) => (
        // A row keeps its place while its name is written.
        <div key={n} className="map-row">
          <TextInput
            className="map-name"
            classNames={{ input: 'mono' }}
            value={name}
            readOnly={readOnly}
            aria-label={t.form.name}
            // A name that was only invented is written over.
            autoFocus={name === added}
            onFocus={(event) => name === added && event.currentTarget.select()}
            onChange={(event) => rename(n, event.currentTarget.value)}
          />
          <div className="map-value">
            <MapValue
              {...{ schema: inner, name, literal }}
              id={`${id}-${n}`}
              pointer={pointerTo(pointer, name)}
              value={one}
              required
              invalid={false}
              onChange={(next) => write(entries.map(([key, old], at) => [key, at === n ? (next ?? '') : old]))}
            />
          </div>
          {!readOnly && (
            <ActionIcon
              className="list-remove"
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`${t.common.remove}: ${name}`}
              onClick={() => write(entries.filter((_, at) => at !== n))}
            >
              <Icon name="trash" size={14} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {t.form.addEntry}
        </Button>
      )}
    </div>
  );
};

const MapValue = (props: ControlProps) => {
  const problems = useProblemsAt(props.pointer);
  const { Control } = useFormParts();
  return (
    <>
      <Control {...props} invalid={problems.length > 0} />
      <FieldProblems problems={problems} />
    </>
  );
};
