import { UnstyledButton } from '@mantine/core';
import type { JsonSchema } from '#flow/json.ts';
import { fieldKind, schemaText, startValue, variantsOf } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { bareExpression, bracesBefore } from './bare-expression.ts';
import { ExpressionInput } from './expression-input.tsx';
import { FieldFrame, labelOf } from './field-frame.tsx';
import { isBox } from './field-order.ts';
import { useForm, useProblemsAt } from './form-context.ts';
import type { FieldProps } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { LiteralControl } from './literal-control.tsx';
import { useColumnSchema } from './table-columns.tsx';
import { titleFromName } from './title-from-name.ts';
import { useFieldMode } from './use-field-mode.ts';
import { exampleText, isCondition, needsFrame } from './widgets.ts';

/** A schema with one alternative is that alternative, under the title of the whole. */
const drawn = (schema: JsonSchema): JsonSchema => {
  const variants = variantsOf(schema);
  return variants.length === 1 ? { ...variants[0], ...schema, anyOf: undefined, oneOf: undefined } : schema;
};

/** Examples of expressions are written as fields hold them, in braces. */
const exampleOfExpression = (schema: JsonSchema): string | undefined => {
  const text = exampleText(schema);
  return text && (bareExpression(text) ?? text);
};

/** One field of a config: a control for its value, or the expression that gives it. What was there comes back. */
export const SchemaField = (props: FieldProps) => {
  const { schema: given, name, pointer, value, onChange, required, literal } = props;
  const locale = useLocale();
  const t = useTexts();
  const own = useFormTexts();
  const { readOnly } = useForm();
  const schema = useColumnSchema(drawn(given), value);
  const found = useProblemsAt(pointer);
  // What nobody has written yet is asked for, not blamed.
  const problems =
    value === undefined
      ? found.map((one) => (one.code === 'bad_config' ? { ...one, message: own.missingField } : one))
      : found;
  const mode = useFieldMode(props, schema);
  const title = schemaText(schema['x-title'] ?? schema.title, locale) ?? titleFromName(name);
  const id = `field${pointer.replaceAll('/', '-')}`;

  return (
    <FieldFrame
      id={id}
      title={title}
      help={schemaText(schema['x-help'] ?? schema.description, locale)}
      required={required && !props.isItem}
      expression={
        mode.canSwitch ? { on: mode.asExpression, toggle: () => mode.switchTo(!mode.asExpression) } : undefined
      }
      onClear={!required && value !== undefined && !readOnly ? () => onChange(undefined) : undefined}
      onData={literal ? undefined : mode.onData}
      width={typeof schema['x-width'] === 'string' ? schema['x-width'] : undefined}
      problems={problems}
      isEmpty={value === undefined}
    >
      {mode.asExpression ? (
        <ExpressionInput
          id={id}
          labelledBy={labelOf(id)}
          pointer={pointer}
          bare
          hidden={typeof value === 'string' ? bracesBefore(value) : 0}
          value={mode.text}
          onChange={mode.write}
          onLeave={mode.leave}
          autoFocus={mode.switched}
          invalid={value !== undefined && problems.some((problem) => problem.severity === 'error')}
          placeholder={exampleOfExpression(schema) ?? (isCondition(schema) ? t.form.conditionHint : undefined)}
        />
      ) : isBox(schema) && value === undefined && !required ? (
        <UnstyledButton className="begin-box" disabled={readOnly} onClick={() => onChange(startValue(schema) ?? {})}>
          <Icon name="plus" size={14} /> {own.add(title)}
        </UnstyledButton>
      ) : (
        <div
          className={
            needsFrame(schema) || (props.isItem && fieldKind(schema) === 'variants') ? 'field-group' : undefined
          }
          onKeyDownCapture={mode.onKeyDown}
        >
          <LiteralControl
            {...{ schema, name, pointer, value, onChange, literal, required }}
            id={id}
            labelledBy={labelOf(id)}
            invalid={problems.length > 0 && value !== undefined}
          />
        </div>
      )}
    </FieldFrame>
  );
};
