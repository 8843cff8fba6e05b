import { useMemo } from 'react';
import type { Json } from '#flow/json.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { scalarText } from './data-rows.ts';
import { differences } from './diff.ts';

/** What differs between two values, line by line. */
export const DiffView = ({ before, after }: { before: Json; after: Json }) => {
  const r = useRunsTexts();
  const found = useMemo(() => differences(before, after), [before, after]);
  if (found.length === 0) return <p className="data-none">{r.data.same}</p>;
  return (
    <>
      <p className="data-none">{r.data.differences(found.length)}</p>
      <ul className="data-diff mono">
        {found.slice(0, 200).map((one) => (
          <li key={`${one.kind} ${one.path}`} data-kind={one.kind}>
            <span className="data-diff-path">
              <em>{r.data[one.kind]}</em> {one.path.replace(/^\./, '') || r.data.wholeValue}
            </span>
            {one.before !== undefined && <del>{scalarText(one.before).slice(0, 300)}</del>}
            {one.after !== undefined && <ins>{scalarText(one.after).slice(0, 300)}</ins>}
          </li>
        ))}
      </ul>
    </>
  );
};
