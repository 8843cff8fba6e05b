import { Select } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { propertiesOf, schemaText, startValue, variantOf, variantsOf } from '../document/schema.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import { type ControlProps, useFormParts } from './form-parts.ts';
import { valueLabel } from './value-label.ts';

/** One of several shapes: which, and then the fields of that one. */
export const VariantsControl = (props: ControlProps) => {
  const { schema, value, onChange, id } = props;
  const locale = useLocale();
  const t = useTexts();
  const { readOnly } = useForm();
  const { Control } = useFormParts();
  const variants = variantsOf(schema);
  const chosen = variantOf(schema, value);
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
  return (
    <>
      <Select
        id={id}
        size="xs"
        data={variants.map((_, n) => ({ value: String(n), label: label(n) }))}
        value={value === undefined ? null : String(chosen)}
        placeholder={t.form.choose}
        disabled={readOnly}
        onChange={(next) => onChange(next === null ? undefined : (startValue(variants[Number(next)] ?? {}) ?? ''))}
      />
      {inner && value !== undefined && inner.const === undefined && (
        <div className="variant">
          <Control {...props} schema={inner} id={`${id}-v`} />
        </div>
      )}
    </>
  );
};
