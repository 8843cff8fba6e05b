import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import { fieldKind, propertiesOf, requiredOf, schemaText, startValue } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { pointerTo, useForm } from './form-context.ts';
import { useFormParts } from './form-parts.ts';
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

/** Up to so many fields are shown whole; of more, those that are unset wait behind their names. */
const ALL_UP_TO = 4;

const withField = (object: JsonObject, name: string, value: Json | undefined): JsonObject => {
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _gone, ...rest } = object;
  return rest;
};

/** The fields of an object, in the order of its schema. */
export const ObjectFields = ({ schema, pointer, value, onChange, literal, showAll }: ObjectFieldsProps) => {
  const locale = useLocale();
  const t = useTexts();
  const { readOnly, problems } = useForm();
  const { Field } = useFormParts();
  const required = requiredOf(schema);
  // What can only have one value is no question.
  const fixed = new Set(propertiesOf(schema).flatMap(([name, inner]) => (inner.const === undefined ? [] : name)));
  const properties = propertiesOf(schema).filter(([name]) => !fixed.has(name));
  const complained = (name: string) => problems.some(({ field }) => field?.startsWith(pointerTo(pointer, name)));
  const isShown = (name: string) => required.has(name) || Object.hasOwn(value, name) || complained(name);
  // An object that may be left out is begun on purpose: its own fields would seem to be asked for.
  const isObject = (inner: JsonSchema) => fieldKind(inner) === 'object';
  const shown = properties.filter(
    ([name, inner]) => showAll || isShown(name) || (properties.length <= ALL_UP_TO && !isObject(inner)),
  );
  const hidden = properties.filter((one) => !shown.includes(one));
  const unknown = Object.keys(value).filter(
    (name) => !fixed.has(name) && !properties.some(([known]) => known === name),
  );
  const title = (name: string, inner: JsonSchema) =>
    schemaText(inner['x-title'] ?? inner.title, locale) ?? titleFromName(name);
  return (
    <div className="fields">
      {[...shown, ...unknown.map((name): [string, JsonSchema] => [name, {}])].map(([name, inner]) => (
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
      ))}
      {hidden.length > 0 && !readOnly && (
        <div className="more-fields">
          {hidden.map(([name, inner]) => (
            <button
              key={name}
              type="button"
              title={t.form.addField}
              onClick={() => onChange({ ...value, [name]: startValue(inner) ?? '' })}
            >
              <Icon name="plus" size={12} stroke={2.2} /> {title(name, inner)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
};
