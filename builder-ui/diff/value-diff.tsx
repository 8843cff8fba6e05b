import type { Json } from '#flow/json.ts';
import { valueLabel } from '../form/value-label.ts';
import { useTexts } from '../texts/texts.ts';
import { type DiffTexts, useDiffTexts } from './diff-texts.ts';
import { diffLines, valueText } from './value-words.ts';

const LONG = 60;

/** A value in words; long ones keep their lines. */
export const useValueWords = (): ((value: Json | undefined) => string) => {
  const t = useTexts();
  const d = useDiffTexts();
  return (value) => {
    if (typeof value === 'boolean') return value ? d.yes : d.no;
    if (value === undefined || value === '' || value === null) return d.empty;
    return typeof value === 'string' ? valueLabel(value, t) : (valueText(value) ?? d.empty);
  };
};

/** What stood in a field and what stands there now; of long texts the lines that differ. */
export const ValueDiff = ({ from, to }: { from: Json | undefined; to: Json | undefined }) => {
  const d = useDiffTexts();
  const words = useValueWords();
  const [before, after] = [valueText(from), valueText(to)];
  const long = [before, after].some((text) => text !== undefined && (text.length > LONG || text.includes('\n')));
  if (long && before !== undefined && after !== undefined) return <Lines before={before} after={after} d={d} />;
  return (
    <span className="value-diff">
      {from !== undefined && (
        <del aria-label={`${d.before}: ${words(from)}`}>
          <span aria-hidden="true">{words(from)}</span>
        </del>
      )}
      {to !== undefined && (
        <ins aria-label={`${d.after}: ${words(to)}`}>
          <span aria-hidden="true">{words(to)}</span>
        </ins>
      )}
    </span>
  );
};

const SIGN = { same: ' ', gone: '−', new: '+' };

const Lines = ({ before, after, d }: { before: string; after: string; d: DiffTexts }) => (
  <pre className="line-diff">
    {diffLines(before, after).map((line, n) => {
      const key = `${n}`;
      if (line.kind === 'more')
        return (
          <span key={key} className="line-more">
            {d.moreLines(line.lines)}
          </span>
        );
      return (
        <span key={key} data-kind={line.kind}>
          <b aria-hidden="true">{SIGN[line.kind]}</b>
          {line.text}
        </span>
      );
    })}
  </pre>
);
