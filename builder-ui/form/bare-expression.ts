/** Exactly one `{{ … }}`: its inside; else null. */
export const bareExpression = (text: string): string | null => {
  // One space inside each brace is ours; others are the author's, who may be about to go on writing.
  const inside = /^\{\{ ?([\s\S]*?) ?\}\}$/.exec(text.trim())?.[1];
  return inside === undefined || inside.includes('{{') ? null : inside;
};

/** How many characters of a text stand before its bare expression. */
export const bracesBefore = (text: string): number => /^\s*\{\{ ?/.exec(text)?.[0].length ?? 0;
