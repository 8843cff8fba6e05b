import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import { asSchema } from '../../document/schema.ts';
import { useForm } from '../form-context.ts';
import type { ControlProps } from '../form-parts.ts';
import { useFormTexts } from '../form-texts.ts';
import { JsonInput } from '../json-input.tsx';
import { widgetOf } from '../widgets.ts';
import { fieldsOf, saysMore, withFields } from './described-fields.ts';
import { SchemaRows } from './schema-rows.tsx';

/** A JSON Schema as the fields that it describes, or as it is written. Both are views of one value. */
export const SchemaControl = (props: ControlProps) => {
  const { value, onChange, id, name, labelledBy } = props;
  const t = useFormTexts().schema;
  const { readOnly } = useForm();
  const [asJson, setAsJson] = useState(false);
  // A map of fields by name, in place of a schema that has one.
  const isMap = widgetOf(props.schema) === 'schema-fields';
  const given = value === undefined ? {} : asSchema(value);
  const schema: JsonSchema | undefined = given && (isMap ? { type: 'object', properties: given } : given);
  const fields = schema && fieldsOf(schema);
  const isJson = asJson || !fields;
  // A schema of the language is JSON; its type says `unknown` of what stands in it.
  const write = (next: JsonSchema) => onChange((isMap ? next.properties : next) as Json as JsonObject);
  return (
    <div className="schema" data-json={isJson}>
      {fields && (
        <SegmentedControl
          className="schema-view"
          size="xs"
          aria-label={t.view}
          value={asJson ? 'json' : 'fields'}
          onChange={(view) => setAsJson(view === 'json')}
          data={[
            { value: 'fields', label: t.fields },
            { value: 'json', label: 'JSON' },
          ]}
        />
      )}
      {isJson ? (
        <JsonInput {...{ id, name, labelledBy, value, onChange }} minRows={6} />
      ) : (
        <SchemaRows
          id={id}
          fields={fields}
          optional={isMap ? 'null' : 'left-out'}
          readOnly={readOnly}
          onChange={(next) => write(withFields(schema, next))}
        />
      )}
      {!fields && <p className="field-hint">{t.onlyJson}</p>}
      {!isJson && saysMore(schema) && <p className="field-hint">{t.more}</p>}
    </div>
  );
};
