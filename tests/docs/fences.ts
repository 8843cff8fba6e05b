/** A fenced block of a page of docs. */
export interface Fence {
  /** `json`, `sh`. */
  language: string;
  /** The words behind the language: `example`, `sum`. */
  words: string[];
  text: string;
  /** Of the opening fence, from 1. */
  line: number;
}

/** The fenced blocks of a page, in order. @throws where a fence is never closed. */
export function fencesOf(markdown: string): Fence[] {
  const found: Fence[] = [];
  let open: Fence | null = null;
  const lines: string[] = [];
  for (const [i, line] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (!fence) {
      if (open) lines.push(line);
    } else if (open) {
      found.push({ ...open, text: lines.splice(0).join('\n') });
      open = null;
    } else {
      const [language = '', ...words] = (fence[1] ?? '').trim().split(/\s+/);
      open = { language, words, text: '', line: i + 1 };
    }
  }
  if (open) throw new Error(`the fence of line ${open.line} is never closed`);
  return found;
}
