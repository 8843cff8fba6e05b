import { ActionIcon, Button, Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json, JsonSchema } from '#flow/json.ts';
import { asSchema } from '../../document/schema.ts';
import { Icon } from '../../icons/icon.tsx';
import { useTexts } from '../../texts/texts.ts';
import { type FormTexts, useFormTexts } from '../form-texts.ts';
import {
  type DescribedField,
  FIELD_TYPES,
  type FieldType,
  fieldsOf,
  mayBeNull,
  typeOfField,
  withFields,
  withNull,
  withType,
} from './described-fields.ts';

interface SchemaRowsProps {
  id: string;
  fields: readonly DescribedField[];
  /** How a field says that it need not be filled in. */
  optional: 'left-out' | 'null';
  readOnly: boolean;
  /** Inside of another field. */
  isInner?: boolean;
  onChange: (fields: DescribedField[]) => void;
}

/** The fields of an object: each with its name, type, whether it must be there, and what it is. */
export const SchemaRows = ({ id, fields, optional, readOnly, isInner, onChange }: SchemaRowsProps) => {
  const t = useFormTexts().schema;
  const { form } = useTexts();
  const [added, setAdded] = useState<number | null>(null);
  const put = (n: number, next: DescribedField) => onChange(fields.map((one, at) => (at === n ? next : one)));
  const add = () => {
    let n = fields.length + 1;
    while (fields.some(({ name }) => name === `${form.newName}${n}`)) n++;
    setAdded(fields.length);
    onChange([
      ...fields,
      { name: `${form.newName}${n}`, schema: { type: 'string' }, required: optional === 'left-out' },
    ]);
  };
  return (
    <div className="schema-rows" data-inner={isInner || undefined}>
      {fields.map((field, n) => (
        // A row keeps its place while its name is written.
        <SchemaRow
          key={n}
          {...{ field, n, optional, readOnly }}
          id={`${id}-${n}`}
          taken={(name) => fields.some((one, at) => at !== n && one.name === name)}
          isNew={added === n}
          onChange={(next) => put(n, next)}
          onRemove={() => onChange(fields.filter((_, at) => at !== n))}
        />
      ))}
      {!readOnly && (
        <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {isInner ? t.addInner : t.add}
        </Button>
      )}
    </div>
  );
};

interface SchemaRowProps {
  id: string;
  field: DescribedField;
  n: number;
  optional: SchemaRowsProps['optional'];
  readOnly: boolean;
  taken: (name: string) => boolean;
  isNew: boolean;
  onChange: (field: DescribedField) => void;
  onRemove: () => void;
}

const SchemaRow = (props: SchemaRowProps) => {
  const { id, field, n, optional, readOnly, onChange, onRemove } = props;
  const t = useFormTexts().schema;
  const { name, schema } = field;
  const write = (next: JsonSchema) => onChange({ ...field, schema: next });
  const isRequired = optional === 'null' ? !mayBeNull(schema) : field.required;
  const require = (on: boolean) =>
    optional === 'null' ? write(withNull(schema, !on)) : onChange({ ...field, required: on });
  const { description: _described, ...undescribed } = schema;
  return (
    <div className="schema-row">
      <div className="schema-line">
        <NameInput {...props} label={t.nameOf(n + 1)} onRename={(next) => onChange({ ...field, name: next })} />
        <TypeSelect label={t.typeOf(name)} {...{ schema, readOnly }} onChange={write} />
        {!readOnly && (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.remove(name)} onClick={onRemove}>
            <Icon name="trash" size={14} />
          </ActionIcon>
        )}
      </div>
      <div className="schema-line">
        <TextInput
          size="xs"
          className="grow"
          aria-label={t.descriptionOf(name)}
          placeholder={t.description}
          value={typeof schema.description === 'string' ? schema.description : ''}
          readOnly={readOnly}
          onChange={({ currentTarget: { value } }) =>
            write(value === '' ? undescribed : { ...schema, description: value })
          }
        />
        <Checkbox
          size="xs"
          label={t.required}
          checked={isRequired}
          disabled={readOnly}
          onChange={(event) => require(event.currentTarget.checked)}
        />
      </div>
      <Inside {...{ id, name, schema, readOnly }} onChange={write} />
    </div>
  );
};

interface NameInputProps extends Pick<SchemaRowProps, 'field' | 'readOnly' | 'taken' | 'isNew'> {
  label: string;
  onRename: (name: string) => void;
}

/** A name that is empty or another field's is not taken over; leaving it brings back the one that counts. */
const NameInput = ({ field, readOnly, taken, isNew, label, onRename }: NameInputProps) => {
  const t = useFormTexts().schema;
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <TextInput
      className="grow"
      classNames={{ input: 'mono' }}
      aria-label={label}
      placeholder={t.namePlaceholder}
      value={draft ?? field.name}
      readOnly={readOnly}
      spellCheck={false}
      error={draft !== null && draft !== '' && t.taken}
      autoFocus={isNew}
      onFocus={(event) => isNew && event.currentTarget.select()}
      onChange={({ currentTarget: { value } }) => {
        const isFree = value !== '' && !taken(value);
        setDraft(isFree ? null : value);
        if (isFree) onRename(value);
      }}
      onBlur={() => setDraft(null)}
    />
  );
};

interface TypeSelectProps {
  label: string;
  schema: JsonSchema;
  readOnly: boolean;
  onChange: (schema: JsonSchema) => void;
}

const TypeSelect = ({ label, schema, readOnly, onChange }: TypeSelectProps) => {
  const t = useFormTexts().schema;
  const type = typeOfField(schema);
  // What can only be written as JSON is never chosen, and stays in sight where it is.
  const types = FIELD_TYPES.filter((one) => one !== 'other' || type === 'other');
  return (
    <Select
      className="schema-type"
      aria-label={label}
      allowDeselect={false}
      comboboxProps={{ width: 190, position: 'bottom-end' }}
      data={types.map((value) => ({ value, label: t.kinds[value as keyof FormTexts['schema']['kinds']] }))}
      value={type}
      disabled={readOnly}
      onChange={(next) => next && onChange(withType(schema, next as FieldType))}
    />
  );
};

interface InsideProps {
  id: string;
  name: string;
  schema: JsonSchema;
  readOnly: boolean;
  onChange: (schema: JsonSchema) => void;
}

/** What a field holds in turn: its choices, its own fields, or what its items are. */
const Inside = ({ id, name, schema, readOnly, onChange }: InsideProps) => {
  const t = useFormTexts().schema;
  switch (typeOfField(schema)) {
    case 'choice': {
      const all = Array.isArray(schema.enum) ? (schema.enum as Json[]) : [];
      return (
        <TagsInput
          size="xs"
          aria-label={t.options}
          placeholder={t.options}
          acceptValueOnBlur
          splitChars={[';']}
          readOnly={readOnly}
          value={all.filter((one) => typeof one === 'string')}
          onChange={(next) => onChange({ ...schema, enum: [...next, ...(all.includes(null) ? [null] : [])] })}
        />
      );
    }
    case 'object':
      return (
        <SchemaRows
          {...{ id, readOnly }}
          fields={fieldsOf({ ...schema, type: 'object' }) ?? []}
          optional="left-out"
          isInner
          onChange={(next) => onChange(withFields(schema, next))}
        />
      );
    case 'list': {
      const items = asSchema(schema.items) ?? {};
      const writeItems = (next: JsonSchema) => onChange({ ...schema, items: next });
      return (
        <div className="schema-items">
          <div className="schema-line">
            <small className="grow">{t.itemsOf(name)}</small>
            <TypeSelect label={t.itemsOf(name)} {...{ readOnly }} schema={items} onChange={writeItems} />
          </div>
          <Inside {...{ name, readOnly }} id={`${id}-items`} schema={items} onChange={writeItems} />
        </div>
      );
    }
    default:
      return null;
  }
};
