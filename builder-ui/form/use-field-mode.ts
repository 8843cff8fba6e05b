import { type KeyboardEvent, useRef, useState } from 'react';
import type { JsonSchema } from '#flow/json.ts';
import { fieldKind, startValue } from '../document/schema.ts';
import { bareExpression } from './bare-expression.ts';
import { type Kept, useForm } from './form-context.ts';
import type { FieldProps } from './form-parts.ts';
import { isCondition, isTemplateText, prefersExpression } from './widgets.ts';

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

const GROUPS: ReadonlySet<string> = new Set(['list', 'map', 'object', 'variants']);

/** Whether a field is shown as its value or as an expression, and every way from one to the other. */
export const useFieldMode = (props: FieldProps, schema: JsonSchema) => {
  const { value, onChange, literal } = props;
  const { readOnly } = useForm();
  const bare = typeof value === 'string' ? bareExpression(value) : null;
  // A text is a template as it is: braces in it are typed like any other letter.
  const isText = isTemplateText(schema);
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
  const [byHand, setByHand] = useState(false);
  const awaits = isEmpty && !byHand && prefersExpression(schema);
  const asExpression = !literal && !isText && (isCondition(schema) || bare !== null || awaits);
  const both = useBoth({ ...props, schema });
  // Who switches by hand goes on writing.
  const switched = useRef(false);

  const switchTo = (expression: boolean, written?: string) => {
    switched.current = expression;
    setByHand(!expression);
    if (expression) both.toExpression(written);
    else both.toLiteral();
  };
  const write = (text: string) =>
    onChange((isCondition(schema) || awaits) && text.trim() === '' ? undefined : `{{ ${text} }}`);
  const onData = (path: string) => {
    if (isText && typeof value === 'string' && value !== '') onChange(`${value} {{ ${path} }}`);
    else if (asExpression && bare) write(`${bare} ${path}`);
    else if (isCondition(schema)) write(path);
    else switchTo(true, `{{ ${path} }}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isTaken = literal || isText || GROUPS.has(fieldKind(schema)) || readOnly;
    if (isTaken || !BEGINS.has(event.key) || !isEmptyInput(event)) return;
    event.preventDefault();
    switchTo(true, '{{  }}');
  };
  const leave = () => {
    if (bare?.trim() !== '' || isCondition(schema)) return false;
    switchTo(false);
    return true;
  };
  const canSwitch = !literal && !isText && !isCondition(schema);
  const text = bare ?? (typeof value === 'string' ? value : isEmpty ? '' : JSON.stringify(value));
  return { asExpression, canSwitch, text, switchTo, write, onData, onKeyDown, leave, switched };
};
