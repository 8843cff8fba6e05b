import { type RefObject, useLayoutEffect, useRef } from 'react';

export interface Underline {
  start: number;
  end: number;
  severity: 'error' | 'warning';
}

interface UnderlinesProps {
  text: string;
  marks: Underline[];
  input: RefObject<HTMLTextAreaElement | null>;
}

/** All that decides where a letter of a text area stands. */
const SHARED = [
  'font',
  'letterSpacing',
  'lineHeight',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'borderTopWidth',
  'borderLeftWidth',
  'borderRightWidth',
  'tabSize',
] as const;

/** Pieces of a text, of which some are marked. Marks that lie in others are left out, and ends beyond the text cut. */
export const piecesOf = (text: string, marks: readonly Underline[]): { text: string; mark?: Underline }[] => {
  const pieces: { text: string; mark?: Underline }[] = [];
  let done = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(0, mark.start);
    // What is missing at the end is marked on the last letter.
    const end = Math.min(text.length, Math.max(mark.end, start + 1));
    if (start < done || end <= start) continue;
    pieces.push({ text: text.slice(done, start) }, { text: text.slice(start, end), mark });
    done = end;
  }
  return [...pieces, { text: text.slice(done) }];
};

/** Lines under the faulty parts of a text area: the same text, unseen, laid over it letter by letter. */
export const Underlines = ({ text, marks, input }: UnderlinesProps) => {
  const mirror = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const area = input.current;
    const over = mirror.current;
    if (!area || !over) return;
    const place = () => {
      const style = getComputedStyle(area);
      for (const name of SHARED) over.style[name] = style[name];
      over.style.width = `${area.clientWidth + Number.parseFloat(style.borderLeftWidth) * 2}px`;
      over.style.height = `${area.offsetHeight}px`;
      over.scrollTop = area.scrollTop;
    };
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(area);
    area.addEventListener('scroll', place);
    return () => {
      sizes.disconnect();
      area.removeEventListener('scroll', place);
    };
  }, [input]);
  return (
    <div ref={mirror} className="underlines" aria-hidden="true">
      {piecesOf(text, marks).map(({ text: part, mark }, n) =>
        mark ? (
          // Pieces have no identity but their order.
          <mark key={n} data-severity={mark.severity}>
            {part}
          </mark>
        ) : (
          part
        ),
      )}
    </div>
  );
};
