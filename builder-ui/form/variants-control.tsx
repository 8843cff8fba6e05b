import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { propertiesOf, schemaText, startValue, suits, variantOf, variantsOf } from '../document/schema.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import { type ControlProps, useFormParts } from './form-parts.ts';
import { valueLabel } from './value-label.ts';

const ROOM = 34;

/** One of several shapes: which, and then the fields of that one. */
export const VariantsControl = (props: ControlProps) => {
  const { schema, value, onChange, id, labelledBy, required } = props;
  const locale = useLocale();
  const t = useTexts();
  const { readOnly } = useForm();
  const { Control } = useFormParts();
  const variants = variantsOf(schema);
  const [picked, setPicked] = useState<number | null>(null);
  const read = variantOf(schema, value ?? (schema.default as Json | undefined));
  // What is begun may still look like another of them.
  const isPicked = picked !== null && value !== undefined && suits(variants[picked] ?? {}, value);
  const chosen = isPicked ? picked : read;
  const label = (n: number): string => {
    const one = variants[n] ?? {};
    const type = typeof one.type === 'string' ? one.type : '';
    const kind = Object.hasOwn(t.kinds, type) ? t.kinds[type as keyof typeof t.kinds] : `${n + 1}`;
    const fixed = one.const ?? propertiesOf(one).find(([, inner]) => inner.const !== undefined)?.[1].const;
    return (
      schemaText(one['x-title'] ?? one.title, locale) ?? (fixed === undefined ? kind : valueLabel(fixed as Json, t))
    );
  };
  const inner = variants[chosen];
  const data = variants.map((_, n) => ({ value: String(n), label: label(n) }));
  // What has to be said begins with the first way to say it.
  const isSet = value !== undefined || schema.default !== undefined || required === true;
  const choose = (next: string | null) => {
    setPicked(next === null ? null : Number(next));
    onChange(next === null ? undefined : (startValue(variants[Number(next)] ?? {}) ?? ''));
  };
  const isShort = data.length <= 4 && data.reduce((sum, one) => sum + one.label.length + 3, 0) <= ROOM;
  return (
    <>
      {isShort && isSet ? (
        <SegmentedControl
          id={id}
          aria-labelledby={labelledBy}
          fullWidth
          data={data}
          value={String(chosen)}
          readOnly={readOnly}
          onChange={choose}
        />
      ) : (
        <Select
          id={id}
          data={data}
          value={isSet ? String(chosen) : null}
          placeholder={t.form.choose}
          disabled={readOnly}
          onChange={choose}
        />
      )}
      {inner && (value !== undefined || required) && inner.const === undefined && (
        <div className="variant">
          <Control {...props} schema={inner} id={`${id}-v`} />
        </div>
      )}
    </>
  );
};
