import { useMemo } from 'react';
import type { Json } from '#flow/json.ts';
import { type KnownValues } from '../../document/known-values.ts';
import { type Preview, previewOf } from '../../document/preview.ts';
import { shortValue } from '../../document/short-value.ts';
import { Icon } from '../../icons/icon.tsx';
import { useLocale } from '../../texts/texts.ts';
import { useFormTexts } from '../form-texts.ts';

interface PreviewLineProps {
  text: string;
  bare: boolean;
  values: KnownValues;
}

/** What the text would give with the values of the last run, under the field. */
export const PreviewLine = ({ text, bare, values }: PreviewLineProps) => {
  const locale = useLocale();
  const preview = useMemo(() => previewOf(text, bare, values, locale), [text, bare, values, locale]);
  return preview && <Line preview={preview} />;
};

const typeOf = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : (typeof value as 'string');

const Line = ({ preview }: { preview: Preview }) => {
  const t = useFormTexts();
  switch (preview.kind) {
    case 'value': {
      const { value, from } = preview;
      const shown = typeof value === 'string' ? value : shortValue(value, 200);
      return (
        <output className="preview" data-kind="value" title={`${t.previewFrom[from]}: ${shortValue(value, 2000)}`}>
          <span className="preview-mark" aria-hidden="true">
            =
          </span>
          <span className="preview-value" data-type={typeOf(value)}>
            {shown === '' ? t.emptyText : shown}
          </span>
          {Array.isArray(value) && <small>{t.items(value.length)}</small>}
          {from !== 'run' && <small>{t.origin[from]}</small>}
        </output>
      );
    }
    case 'error':
      return (
        <output className="preview" data-kind="error">
          <Icon name="alert-triangle" size={13} />
          <span className="preview-value">{preview.message}</span>
        </output>
      );
    case 'missing':
      return (
        <output className="preview" data-kind="missing">
          <Icon name="info" size={13} />
          <span className="preview-value">{t.missing(preview.steps.join(', '))}</span>
        </output>
      );
    case 'unfinished':
      return (
        <output className="preview" data-kind="missing">
          <span className="preview-value">{t.unfinished}</span>
        </output>
      );
  }
};
