/** Whether the offset lies inside an expression: after a `{{` that is not closed before it. */
export const insideExpression = (text: string, caret: number): boolean => {
  const open = text.lastIndexOf('{{', caret - 1);
  if (open < 0 || open + 2 > caret || text[open - 1] === '\\') return false;
  const close = text.indexOf('}}', open);
  return close < 0 || close >= caret;
};

/** Names that continue the prefix first, those that only hold it later; at most `limit`. */
export const matching = <T extends { path: string }>(names: readonly T[], prefix: string, limit = 8): T[] => {
  const wanted = prefix.toLowerCase();
  const depth = prefix.split('.').length;
  const starts = names.filter(
    ({ path }) => path.toLowerCase().startsWith(wanted) && path.split('.').length <= depth + 1,
  );
  const holds = names.filter(
    ({ path }) => !starts.some((one) => one.path === path) && path.toLowerCase().includes(wanted),
  );
  return [...starts, ...holds].filter(({ path }) => path !== prefix).slice(0, limit);
};

/** Exactly one `{{ … }}`: its inside; else null. */
export const bareExpression = (text: string): string | null => {
  // One space inside each brace is ours; others are the author's, who may be about to go on writing.
  const inside = /^\{\{ ?([\s\S]*?) ?\}\}$/.exec(text.trim())?.[1];
  return inside === undefined || inside.includes('}}') || inside.includes('{{') ? null : inside;
};

/** How many characters of a text stand before its bare expression. */
export const bracesBefore = (text: string): number => /^\s*\{\{ ?/.exec(text)?.[0].length ?? 0;
