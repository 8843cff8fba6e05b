import { PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { durationInWords } from '../document/summary.ts';
import { useLocale } from '../texts/texts.ts';
import { CodeInput } from './code-input.tsx';
import { ConnectionControl } from './connection-control.tsx';
import { DurationControl } from './duration-control.tsx';
import { ExpressionInput } from './expression-input.tsx';
import { FlowControl } from './flow-control.tsx';
import { useForm } from './form-context.ts';
import type { ControlProps } from './form-parts.ts';
import { InstantControl, isInstant } from './instant-control.tsx';
import { readSpans } from './spans.ts';
import { TableControl } from './table-control.tsx';
import { exampleText, widgetOf } from './widgets.ts';

/** A text: of its own control where its schema names one, else with what an expression can add. */
export const TextControl = (props: ControlProps) => {
  const { schema, value, onChange, id, invalid, required, labelledBy, name } = props;
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  const write = (next: string) => onChange(next === '' && !required ? undefined : next);
  const isTemplate = text.includes('{{');
  switch (widgetOf(schema)) {
    case undefined:
      break;
    case 'secret':
      return (
        <PasswordInput
          id={id}
          aria-labelledby={labelledBy}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          error={invalid}
          autoComplete="new-password"
        />
      );
    case 'connection':
      return (
        <ConnectionControl
          {...{ id, text, invalid }}
          connectors={typeof schema['x-connector'] === 'string' ? [schema['x-connector']] : undefined}
          required={required === true}
          onChange={write}
        />
      );
    case 'table':
      return <TableControl {...{ id, text, invalid }} onChange={write} />;
    case 'code':
      return <CodeInput {...{ id, labelledBy, invalid }} label={name} value={text} onChange={write} />;
    case 'flow':
      if (!isTemplate) return <FlowControl {...{ id, text, invalid }} onChange={write} />;
      break;
    case 'timezone':
      if (!isTemplate) return <ZoneControl {...{ id, text, invalid }} onChange={write} />;
      break;
    case 'clock':
      if (!isTemplate)
        return (
          <TextInput
            id={id}
            type="time"
            aria-labelledby={labelledBy}
            value={text}
            error={invalid}
            onChange={(event) => write(event.currentTarget.value)}
          />
        );
      break;
    case 'date':
      if (!isTemplate)
        return (
          <TextInput
            id={id}
            type="date"
            aria-labelledby={labelledBy}
            aria-label={labelledBy ? undefined : name}
            value={text}
            error={invalid}
            onChange={(event) => write(event.currentTarget.value)}
          />
        );
      break;
    case 'duration':
      if (text === '' || readSpans(text))
        return <DurationControl {...{ id, text, invalid }} standard={asText(schema.default)} onChange={write} />;
      break;
    case 'instant':
      if (text === '' || isInstant(text)) return <InstantControl {...{ id, text, invalid }} onChange={write} />;
      break;
  }
  return <WrittenText {...props} text={text} write={write} />;
};

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

interface WrittenTextProps extends ControlProps {
  text: string;
  write: (text: string) => void;
}

const WrittenText = ({ schema, pointer, id, invalid, literal, labelledBy, name, text, write }: WrittenTextProps) => {
  const locale = useLocale();
  const { readOnly } = useForm();
  const hint = exampleText(schema) ?? asText(schema.default);
  const words = widgetOf(schema) === 'duration' && text !== '' ? durationInWords(text, locale) : text;
  if (literal) {
    const shared = {
      id,
      'aria-labelledby': labelledBy,
      'aria-label': labelledBy ? undefined : name,
      value: text,
      readOnly,
      error: invalid,
      placeholder: hint,
    };
    const isLong = typeof schema.maxLength === 'number' && schema.maxLength > 400;
    return isLong ? (
      <Textarea {...shared} autosize minRows={2} maxRows={10} onChange={(event) => write(event.currentTarget.value)} />
    ) : (
      <TextInput {...shared} onChange={(event) => write(event.currentTarget.value)} />
    );
  }
  return (
    <>
      <ExpressionInput
        {...{ id, labelledBy, pointer, invalid }}
        label={name}
        bare={false}
        value={text}
        onChange={write}
        minRows={isLongText(schema) ? 3 : 1}
        placeholder={hint}
      />
      {words !== text && <p className="field-hint">{words}</p>}
    </>
  );
};

const isLongText = (schema: ControlProps['schema']): boolean => schema['x-lines'] === 'many';

const ZoneControl = ({
  id,
  text,
  invalid,
  onChange,
}: {
  id: string;
  text: string;
  invalid: boolean;
  onChange: (text: string) => void;
}) => {
  const { readOnly } = useForm();
  const zones = Intl.supportedValuesOf('timeZone');
  // The author's own country first.
  const near = zones.filter((zone) => zone.startsWith('America/'));
  const data = [...new Set(['America/Sao_Paulo', ...near, ...zones, ...(text ? [text] : [])])];
  return (
    <Select
      id={id}
      data={data}
      value={text || null}
      limit={60}
      searchable
      clearable
      error={invalid}
      disabled={readOnly}
      placeholder="America/Sao_Paulo"
      onChange={(next) => onChange(next ?? '')}
    />
  );
};
