/** What is being written at the caret of a text, if it is part of a name inside `{{ }}`. */
export interface Completion {
  /** Offsets of what a chosen name replaces. */
  from: number;
  to: number;
  prefix: string;
}

const NAME_BEFORE = /[A-Za-z_$][\w$]*(?:\??\.[\w$]*)*$/;

/** Whether the offset lies inside an expression: after a `{{` that is not closed before it. */
export const insideExpression = (text: string, caret: number): boolean => {
  const open = text.lastIndexOf('{{', caret - 1);
  if (open < 0 || open + 2 > caret || text[open - 1] === '\\') return false;
  const close = text.indexOf('}}', open);
  return close < 0 || close >= caret;
};

/** `bare`: the whole text is an expression, written without braces. */
export const completionAt = (text: string, caret: number, bare: boolean): Completion | null => {
  if (!bare && !insideExpression(text, caret)) return null;
  const before = text.slice(0, caret);
  // Inside a string literal a name is only a word; an odd number of quotes tells it well enough.
  const start = bare ? 0 : before.lastIndexOf('{{') + 2;
  const written = before.slice(start);
  if ((written.split("'").length - 1) % 2 === 1 || (written.split('"').length - 1) % 2 === 1) return null;
  const match = NAME_BEFORE.exec(written);
  if (!match || match[0].length === 0) return null;
  const after = /^[\w$]*/.exec(text.slice(caret))?.[0].length ?? 0;
  return { from: caret - match[0].length, to: caret + after, prefix: match[0].replaceAll('?.', '.') };
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

/** The text with the name in place of what was being written, and where the caret goes. */
export const complete = (text: string, at: Completion, name: string): { text: string; caret: number } => ({
  text: text.slice(0, at.from) + name + text.slice(at.to),
  caret: at.from + name.length,
});

/** Exactly one `{{ … }}`: its inside; else null. */
export const bareExpression = (text: string): string | null => {
  // One space inside each brace is ours; others are the author's, who may be about to go on writing.
  const inside = /^\{\{ ?([\s\S]*?) ?\}\}$/.exec(text.trim())?.[1];
  return inside === undefined || inside.includes('}}') || inside.includes('{{') ? null : inside;
};
