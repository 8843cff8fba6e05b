import { NumberInput, PasswordInput, SegmentedControl, Select, Switch } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { choicesOf, fieldKind, schemaText, variantsOf } from '../document/schema.ts';
import { durationInWords } from '../document/summary.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { AnyControl } from './any-control.tsx';
import { DurationControl } from './duration-control.tsx';
import { ExpressionInput } from './expression-input.tsx';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';
import { ListControl } from './list-control.tsx';
import { MapControl } from './map-control.tsx';
import { ObjectFields } from './object-fields.tsx';
import { readSpan } from './plain-span.ts';
import { TableControl } from './table-control.tsx';
import { valueLabel } from './value-label.ts';
import { VariantsControl } from './variants-control.tsx';

/** The control for a value that is written as it is. */
export const LiteralControl = (props: ControlProps) => {
  const { schema, value, onChange, literal, pointer } = props;
  switch (fieldKind(schema)) {
    case 'text':
      return <TextControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'switch':
      return <SwitchControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'list':
      return <ListControl {...props} />;
    case 'map':
      return <MapControl {...props} />;
    case 'object':
      return (
        <ObjectFields
          schema={schema}
          pointer={pointer}
          value={typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}}
          onChange={onChange}
          literal={literal ? 'all' : undefined}
        />
      );
    case 'variants':
      return <VariantsControl {...props} />;
    case 'any':
      return <AnyControl {...props} />;
  }
};

const TextControl = ({ schema, pointer, value, onChange, id, invalid, literal, required }: ControlProps) => {
  const locale = useLocale();
  const t = useTexts();
  const { connections, readOnly } = useForm();
  const widget = schema['x-widget'];
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  const write = (next: string) => onChange(next === '' && !required ? undefined : next);
  if (widget === 'secret') {
    return (
      <PasswordInput
        id={id}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        error={invalid}
        autoComplete="new-password"
      />
    );
  }
  if (widget === 'connection') {
    const wanted = schema['x-connector'];
    const fitting = connections.filter((one) => wanted === undefined || one.connector === wanted);
    return (
      <Select
        id={id}
        data={fitting.map((one) => ({ value: one.id, label: one.name }))}
        value={fitting.find((one) => one.id === text || one.name === text)?.id ?? null}
        onChange={(next) => onChange(next ?? undefined)}
        placeholder={t.form.chooseConnection}
        error={invalid}
        disabled={readOnly}
        searchable
      />
    );
  }
  if (widget === 'table') return <TableControl {...{ id, text, invalid }} onChange={write} />;
  if (widget === 'duration' && (text === '' || readSpan(text))) {
    const onExpression = literal ? undefined : () => onChange('{{  }}');
    return <DurationControl {...{ id, text, invalid, onExpression }} onChange={write} />;
  }
  const words = widget === 'duration' && text !== '' ? durationInWords(text, locale) : text;
  const example = Array.isArray(schema.examples) ? String(schema.examples[0] ?? '') : undefined;
  const hint = widget === 'duration' ? 'PT10M' : widget === 'instant' ? '{{ addDuration(now(), "P1D") }}' : example;
  return (
    <>
      <ExpressionInput
        id={id}
        pointer={pointer}
        bare={false}
        code={widget === 'code'}
        plain={literal === true}
        minRows={widget === 'code' ? 8 : 1}
        value={text}
        onChange={write}
        invalid={invalid}
        placeholder={hint}
      />
      {words !== text && <p className="field-hint">{words}</p>}
    </>
  );
};

const NumberControl = ({ schema, value, onChange, id, invalid }: ControlProps) => {
  const { readOnly } = useForm();
  const bound = (key: string) =>
    typeof schema[key] === 'number' ? { [key === 'minimum' ? 'min' : 'max']: schema[key] } : {};
  return (
    <NumberInput
      id={id}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      allowDecimal={schema.type !== 'integer'}
      clampBehavior="blur"
      error={invalid}
      readOnly={readOnly}
      placeholder={schema.default === undefined ? undefined : String(schema.default)}
      {...bound('minimum')}
      {...bound('maximum')}
    />
  );
};

const SwitchControl = ({ schema, value, onChange, id }: ControlProps) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const on = typeof value === 'boolean' ? value : schema.default === true;
  return (
    <Switch
      id={id}
      checked={on}
      disabled={readOnly}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={on ? t.common.yes : t.common.no}
    />
  );
};

const ChoiceControl = ({ schema, value, onChange, id, invalid, required }: ControlProps) => {
  const locale = useLocale();
  const t = useTexts();
  const { readOnly } = useForm();
  const choices = choicesOf(schema) ?? [];
  const variants = variantsOf(schema);
  const data = choices.map((choice) => {
    const own = variants.find((one) => one.const === choice);
    const title = own && schemaText(own['x-title'] ?? own.title, locale);
    return { value: JSON.stringify(choice), label: title ?? valueLabel(choice, t) };
  });
  const current = value === undefined ? null : JSON.stringify(value);
  const choose = (next: string | null) => onChange(next === null ? undefined : (JSON.parse(next) as Json));
  const short = data.length <= 3 && data.every((one) => one.label.length <= 12);
  if (short && required && current !== null) {
    return (
      <SegmentedControl id={id} fullWidth data={data} value={current} onChange={choose} readOnly={readOnly} size="xs" />
    );
  }
  return (
    <Select
      id={id}
      data={data}
      value={current}
      onChange={choose}
      searchable={data.length > 8}
      error={invalid}
      disabled={readOnly}
      placeholder={schema.default === undefined ? t.form.choose : valueLabel(schema.default as Json, t)}
    />
  );
};
