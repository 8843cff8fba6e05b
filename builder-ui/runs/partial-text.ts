import type { PartialText, Step } from '../api-types.ts';

/**
 * What a node has written so far, with another piece. `at: 0` begins anew; what was written while nobody listened, at
 * first or until a lost connection came back, is a `…`, and counts as if it were there.
 */
export const withPiece = (written: Written | undefined, { at, text }: PartialText): Written => {
  if (at === 0 || !written) return { from: at, text };
  // One from before what we know is of a text that was begun anew; before one from past its end something was missed.
  if (at < written.from || at > written.from + written.text.length) return { from: at, text };
  return { from: written.from, text: written.text.slice(0, at - written.from) + text };
};

/** Text from a character on. */
export interface Written {
  from: number;
  text: string;
}

export const shownText = ({ from, text }: Written): string => (from > 0 ? `…${text}` : text);

/** Of what nodes write, that of those whose steps are under way: once a step is over its output is the truth. */
export const stillWriting = (written: ReadonlyMap<string, Written>, steps: readonly Step[]): Map<string, Written> => {
  const open = new Set(steps.filter((step) => step.endedAt === null).map((step) => step.node));
  return new Map([...written].filter(([node]) => open.has(node)));
};
