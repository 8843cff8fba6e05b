import { useRef } from 'react';
import type { Json, JsonSchema } from '#flow/json.ts';
import { fieldKind, schemaText, startValue, variantsOf } from '../document/schema.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { bareExpression, bracesBefore } from './completion.ts';
import { ExpressionInput } from './expression-input.tsx';
import { FieldFrame } from './field-frame.tsx';
import { useForm, useProblemsAt } from './form-context.ts';
import type { FieldProps } from './form-parts.ts';
import { LiteralControl } from './literal-control.tsx';
import { titleFromName } from './title-from-name.ts';

const isCondition = (schema: JsonSchema): boolean =>
  schema['x-widget'] === 'condition' || schema['x-widget'] === 'expression';

/** A schema with one alternative is that alternative, under the title of the whole. */
const drawn = (schema: JsonSchema): JsonSchema => {
  const variants = variantsOf(schema);
  return variants.length === 1 ? { ...variants[0], ...schema, anyOf: undefined, oneOf: undefined } : schema;
};

/** One field of a config: a control for its value, or the expression that gives it. What was there comes back. */
export const SchemaField = ({ schema: given, name, pointer, value, onChange, required, literal }: FieldProps) => {
  const locale = useLocale();
  const t = useTexts();
  const { readOnly } = useForm();
  const schema = drawn(given);
  const kind = fieldKind(schema);
  const group = kind === 'list' || kind === 'map' || kind === 'object' || kind === 'variants';
  const problems = useProblemsAt(pointer);
  const bare = typeof value === 'string' ? bareExpression(value) : null;
  // A text is a template as it is: braces in it are typed like any other letter.
  const isText = (kind === 'text' || kind === 'any') && !isCondition(schema);
  const asExpression = !literal && !isText && (isCondition(schema) || bare !== null);
  const left = useRef<{ literal?: Json | undefined; expression?: string }>({});
  const id = `field${pointer.replaceAll('/', '-')}`;

  const toggle = () => {
    if (asExpression && typeof value === 'string') {
      left.current.expression = value;
      onChange(left.current.literal ?? startValue(schema));
    } else {
      left.current.literal = value;
      const written = value === undefined || typeof value === 'object' ? '' : JSON.stringify(value);
      onChange(left.current.expression ?? `{{ ${written} }}`);
    }
  };
  const writeExpression = (text: string) =>
    onChange(isCondition(schema) && text.trim() === '' ? undefined : `{{ ${text} }}`);

  return (
    <FieldFrame
      id={id}
      title={schemaText(schema['x-title'] ?? schema.title, locale) ?? titleFromName(name)}
      help={schemaText(schema['x-help'] ?? schema.description, locale)}
      required={required}
      expression={literal || isText || isCondition(schema) ? undefined : { on: asExpression, toggle }}
      onClear={!required && value !== undefined && !readOnly ? () => onChange(undefined) : undefined}
      problems={problems}
    >
      {asExpression ? (
        <ExpressionInput
          id={id}
          pointer={pointer}
          bare
          hidden={typeof value === 'string' ? bracesBefore(value) : 0}
          value={bare ?? (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value))}
          onChange={writeExpression}
          invalid={problems.some((problem) => problem.severity === 'error')}
          placeholder={isCondition(schema) ? t.form.conditionHint : undefined}
        />
      ) : (
        <div className={group ? 'field-group' : undefined}>
          <LiteralControl
            {...{ schema, name, pointer, value, onChange, literal, required }}
            id={id}
            invalid={problems.length > 0}
          />
        </div>
      )}
    </FieldFrame>
  );
};
