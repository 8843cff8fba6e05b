import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { fieldKind, variantsOf } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { ExpressionInput } from './expression-input.tsx';
import { useForm } from './form-context.ts';
import { type ControlProps, useFormParts } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { JsonInput } from './json-input.tsx';
import { ListControl } from './list-control.tsx';
import { MapControl } from './map-control.tsx';
import { exampleText } from './widgets.ts';

type Mode = 'text' | 'fields' | 'list' | 'json';
const MODES: readonly Mode[] = ['text', 'fields', 'list', 'json'];

const isFields = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How a value is shown that nobody has chosen a way for. */
const modeOf = (value: Json | undefined): Mode => {
  if (value === undefined || typeof value === 'string') return 'text';
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? 'list' : 'json';
  return isFields(value) && Object.keys(value as object).length <= 12 ? 'fields' : 'json';
};

/** Whether a value can be shown so. */
const suits = (mode: Mode, value: Json | undefined): boolean => {
  switch (mode) {
    case 'json':
      return true;
    case 'fields':
      return isFields(value);
    case 'list':
      return Array.isArray(value);
    case 'text':
      return value === undefined || typeof value === 'string';
  }
};

/** A value of any shape: a text (which may be one expression, and then keeps its type), fields, or JSON. */
export const AnyControl = (props: ControlProps) => {
  const { pointer, value, onChange, id, invalid, required, labelledBy, name, schema } = props;
  const { readOnly } = useForm();
  const [chosen, setChosen] = useState<Mode | null>(null);
  const { Control } = useFormParts();
  const shapes = variantsOf(schema).flatMap((one) => [one, ...variantsOf(one)]);
  // Fields that the schema knows are drawn by it; others by their names.
  const shape = shapes.find((one) => fieldKind(one) === 'object');
  const listed = shapes.find((one) => fieldKind(one) === 'list');
  const mode = chosen && suits(chosen, value) ? chosen : modeOf(value);
  const change = (next: Mode) => {
    setChosen(next);
    if (!suits(next, value)) onChange(turned(next, value));
  };
  return (
    <div className="any" data-mode={mode}>
      {mode === 'json' ? (
        <JsonInput {...{ id, name, labelledBy, value, onChange }} minRows={typeof value === 'object' ? 3 : 1} />
      ) : mode === 'fields' ? (
        <div className="any-fields">
          {shape ? (
            <Control {...props} schema={shape} />
          ) : (
            <MapControl {...props} schema={{ additionalProperties: {} }} />
          )}
        </div>
      ) : mode === 'list' ? (
        <div className="any-fields">
          <ListControl {...props} schema={listed ?? { items: {} }} />
        </div>
      ) : (
        <ExpressionInput
          id={id}
          pointer={pointer}
          labelledBy={labelledBy}
          label={name}
          bare={false}
          value={typeof value === 'string' ? value : ''}
          onChange={(text) => onChange(text === '' && !required ? undefined : text)}
          invalid={invalid}
          placeholder={exampleText(schema)}
        />
      )}
      {!readOnly && <ModeMenu mode={mode} onChange={change} />}
    </div>
  );
};

const ModeMenu = ({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) => {
  const t = useTexts();
  const own = useFormTexts();
  const words: Record<Mode, string> = { text: t.form.text, fields: own.fieldsMode, list: t.kinds.array, json: 'JSON' };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className="any-mode" aria-label={own.writeAs(words[mode])}>
          {words[mode]}
          <Icon name="chevron-down" size={11} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{own.writeAsTitle}</Menu.Label>
        {MODES.map((one) => (
          <Menu.Item
            key={one}
            leftSection={
              <Icon name={one === mode ? 'check' : 'minus'} size={13} className={one === mode ? '' : 'hidden-icon'} />
            }
            onClick={() => onChange(one)}
          >
            {words[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

/** The same value in another shape, as far as it has one. */
const turned = (mode: Mode, value: Json | undefined): Json | undefined => {
  if (mode === 'text') return value === undefined ? undefined : JSON.stringify(value);
  const read = typeof value === 'string' ? readJson(value) : value;
  if (mode === 'json') return read ?? {};
  if (mode === 'list') return Array.isArray(read) ? read : read === undefined ? [] : [read];
  return isFields(read) ? read : {};
};

/** A text that reads as JSON is what it says; any other stays a text. */
const readJson = (text: string): Json | undefined => {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
};
