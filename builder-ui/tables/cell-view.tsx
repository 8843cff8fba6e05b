import { memo } from 'react';
import type { Json } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { showCell } from './cell-text.ts';
import type { Column } from './table-types.ts';

const HUES = ['data', 'message', 'ai', 'trigger', 'http', 'billing', 'human', 'flow'];

/** A cell at rest. A choice keeps its hue: it stands by the place among the choices. */
export const CellView = memo(({ column, value }: { column: Column; value: Json }) => {
  const locale = useLocale();
  if (column.type === 'boolean')
    return (
      <span className="cell-check" data-on={value === true || undefined} data-empty={value === null || undefined}>
        {value === true && <Icon name="check" size={13} stroke={3} />}
      </span>
    );
  const text = showCell(column, value, locale);
  if (column.type === 'choice' && text !== '')
    return (
      <span className="cell-choice" data-group={HUES[Math.max(0, column.choices.indexOf(text)) % HUES.length]}>
        {text}
      </span>
    );
  return <span className={column.type === 'json' ? 'mono' : undefined}>{text}</span>;
});
CellView.displayName = 'CellView';
