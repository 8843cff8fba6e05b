import { Collapse, UnstyledButton } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import { propertiesOf, requiredOf, schemaText } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { fieldOrder } from './field-order.ts';
import { pointerTo, useForm } from './form-context.ts';
import { useFormParts } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { TableColumns } from './table-columns.tsx';
import { titleFromName } from './title-from-name.ts';

interface ObjectFieldsProps {
  schema: JsonSchema;
  pointer: string;
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  /** Fields that are never searched for expressions. */
  literal?: readonly string[] | 'all' | undefined;
  /** However many there are. */
  showAll?: boolean;
}

const withField = (object: JsonObject, name: string, value: Json | undefined): JsonObject => {
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _gone, ...rest } = object;
  return rest;
};

/** The fields of an object, in the order of its schema; rare ones behind one click. */
export const ObjectFields = ({ schema, pointer, value, onChange, literal, showAll }: ObjectFieldsProps) => {
  const { problems } = useForm();
  const { Field } = useFormParts();
  const required = requiredOf(schema);
  const isFaulty = (name: string) => problems.some(({ field }) => field?.startsWith(pointerTo(pointer, name)));
  const ordered = fieldOrder(schema, value, isFaulty);
  const { above, more } = showAll ? { above: [...ordered.above, ...ordered.more], more: [] } : ordered;
  const known = new Set(propertiesOf(schema).map(([name]) => name));
  const unknown = Object.keys(value).filter((name) => !known.has(name));
  const draw = ([name, inner]: [string, JsonSchema]) => (
    <Field
      key={name}
      schema={inner}
      name={name}
      pointer={pointerTo(pointer, name)}
      value={value[name]}
      onChange={(next) => onChange(withField(value, name, next))}
      required={required.has(name)}
      literal={literal === 'all' || literal?.includes(name)}
    />
  );
  return (
    <TableColumns schema={schema} value={value}>
      <div className="fields">
        {above.map(draw)}
        {unknown.map((name) => draw([name, {}]))}
        {more.length > 0 && <MoreFields fields={more}>{more.map(draw)}</MoreFields>}
      </div>
    </TableColumns>
  );
};

interface MoreFieldsProps {
  fields: [name: string, schema: JsonSchema][];
  children: ReactNode;
}

/** What one rarely needs: its names, and behind a click its fields. */
const MoreFields = ({ fields, children }: MoreFieldsProps) => {
  const locale = useLocale();
  const t = useFormTexts();
  const [open, setOpen] = useState(false);
  const id = useId();
  const titles = fields.map(
    ([name, inner]) => schemaText(inner['x-title'] ?? inner.title, locale) ?? titleFromName(name),
  );
  return (
    <section className="more-fields" data-open={open}>
      <UnstyledButton className="more-head" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Icon name="chevron-right" size={14} className={open ? 'down' : ''} />
        <span>{t.moreOptions}</span>
        {!open && <small>{titles.join(', ')}</small>}
      </UnstyledButton>
      <Collapse expanded={open} id={id} transitionDuration={120}>
        <div className="fields more-body">{open && children}</div>
      </Collapse>
    </section>
  );
};
