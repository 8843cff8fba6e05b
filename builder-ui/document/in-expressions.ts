/** The text with what stands between `{{` and `}}` changed; `\{{` opens nothing. An expression is given with its braces off. */
export const inExpressions = (text: string, change: (source: string) => string): string => {
  if (!text.includes('{{')) return text;
  let result = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open < 0) return result + text.slice(at);
    if (text[open - 1] === '\\') {
      result += text.slice(at, open + 2);
      at = open + 2;
      continue;
    }
    const close = text.indexOf('}}', open);
    const end = close < 0 ? text.length : close;
    result += text.slice(at, open + 2) + change(text.slice(open + 2, end));
    at = end;
  }
};
