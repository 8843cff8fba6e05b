import { UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { JsonSchema } from '#flow/json.ts';
import { fieldKind, schemaText, startValue, variantsOf } from '../document/schema.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { bareExpression, bracesBefore } from './bare-expression.ts';
import { ExpressionInput } from './expression-input.tsx';
import { FieldFrame, labelOf } from './field-frame.tsx';
import { isBox } from './field-order.ts';
import { type Kept, useForm, useProblemsAt } from './form-context.ts';
import type { FieldProps } from './form-parts.ts';
import { useFormTexts } from './form-texts.ts';
import { LiteralControl } from './literal-control.tsx';
import { titleFromName } from './title-from-name.ts';
import { isCondition, isTemplateText, needsFrame, prefersExpression } from './widgets.ts';

/** A schema with one alternative is that alternative, under the title of the whole. */
const drawn = (schema: JsonSchema): JsonSchema => {
  const variants = variantsOf(schema);
  return variants.length === 1 ? { ...variants[0], ...schema, anyOf: undefined, oneOf: undefined } : schema;
};

/** Literal and expression of one field: each is kept while the other is shown, also when another node is looked at. */
const useBoth = ({ schema, pointer, value, onChange }: FieldProps) => {
  const own = useRef<Kept>({});
  const { kept } = useForm();
  const left = kept?.get(pointer) ?? own.current;
  const keep = (more: Kept) => {
    Object.assign(left, more);
    kept?.set(pointer, left);
  };
  return {
    toLiteral: () => {
      if (typeof value === 'string') keep({ expression: value });
      onChange(left.literal ?? startValue(schema));
    },
    toExpression: (written?: string) => {
      keep({ literal: value });
      const plain = value === undefined || typeof value === 'object' ? '' : JSON.stringify(value);
      onChange(written ?? left.expression ?? `{{ ${plain} }}`);
    },
  };
};

/** Keys that begin an expression in a field that is empty. */
const BEGINS: ReadonlySet<string> = new Set(['=', '{']);

const isEmptyInput = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLInputElement ? target.value === '' : false;

/** One field of a config: a control for its value, or the expression that gives it. What was there comes back. */
export const SchemaField = (props: FieldProps) => {
  const { schema: given, name, pointer, value, onChange, required, literal } = props;
  const locale = useLocale();
  const t = useTexts();
  const own = useFormTexts();
  const { readOnly } = useForm();
  const schema = drawn(given);
  const kind = fieldKind(schema);
  const group = kind === 'list' || kind === 'map' || kind === 'object' || kind === 'variants';
  const problems = useProblemsAt(pointer);
  const bare = typeof value === 'string' ? bareExpression(value) : null;
  // A text is a template as it is: braces in it are typed like any other letter.
  const isText = isTemplateText(schema);
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
  const [byHand, setByHand] = useState(false);
  const awaits = isEmpty && !byHand && prefersExpression(schema);
  const asExpression = !literal && !isText && (isCondition(schema) || bare !== null || awaits);
  const title = schemaText(schema['x-title'] ?? schema.title, locale) ?? titleFromName(name);
  const both = useBoth({ ...props, schema });
  // Who switches by hand goes on writing.
  const switched = useRef(false);
  const id = `field${pointer.replaceAll('/', '-')}`;

  const switchTo = (expression: boolean, written?: string) => {
    switched.current = expression;
    setByHand(!expression);
    if (expression) both.toExpression(written);
    else both.toLiteral();
  };
  const writeExpression = (text: string) =>
    onChange((isCondition(schema) || awaits) && text.trim() === '' ? undefined : `{{ ${text} }}`);
  const onData = (path: string) => {
    if (isText && typeof value === 'string' && value !== '') onChange(`${value} {{ ${path} }}`);
    else if (asExpression && bare) writeExpression(`${bare} ${path}`);
    else if (isCondition(schema)) writeExpression(path);
    else switchTo(true, `{{ ${path} }}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (literal || isText || group || readOnly || !BEGINS.has(event.key) || !isEmptyInput(event)) return;
    event.preventDefault();
    switchTo(true, '{{  }}');
  };
  const leave = () => {
    if (bare?.trim() !== '' || isCondition(schema)) return false;
    switchTo(false);
    return true;
  };

  return (
    <FieldFrame
      id={id}
      title={title}
      help={schemaText(schema['x-help'] ?? schema.description, locale)}
      required={required}
      expression={
        literal || isText || isCondition(schema)
          ? undefined
          : { on: asExpression, toggle: () => switchTo(!asExpression) }
      }
      onClear={!required && value !== undefined && !readOnly ? () => onChange(undefined) : undefined}
      onData={literal ? undefined : onData}
      width={typeof schema['x-width'] === 'string' ? schema['x-width'] : undefined}
      problems={problems}
    >
      {asExpression ? (
        <ExpressionInput
          id={id}
          labelledBy={labelOf(id)}
          pointer={pointer}
          bare
          hidden={typeof value === 'string' ? bracesBefore(value) : 0}
          value={bare ?? (typeof value === 'string' ? value : isEmpty ? '' : JSON.stringify(value))}
          onChange={writeExpression}
          onLeave={leave}
          autoFocus={switched.current}
          invalid={problems.some((problem) => problem.severity === 'error')}
          placeholder={isCondition(schema) ? t.form.conditionHint : undefined}
        />
      ) : isBox(schema) && value === undefined && !required ? (
        <UnstyledButton
          className="begin-box"
          id={id}
          disabled={readOnly}
          onClick={() => onChange(startValue(schema) ?? {})}
        >
          <Icon name="plus" size={14} /> {own.add(title)}
        </UnstyledButton>
      ) : (
        <div className={needsFrame(schema) ? 'field-group' : undefined} onKeyDownCapture={onKeyDown}>
          <LiteralControl
            {...{ schema, name, pointer, value, onChange, literal, required }}
            id={id}
            labelledBy={labelOf(id)}
            invalid={problems.length > 0}
          />
        </div>
      )}
    </FieldFrame>
  );
};
