/** A piece of a source, by what it is. */
export interface Piece {
  kind: 'comment' | 'text' | 'word' | 'plain';
  text: string;
}

const PIECES =
  /(\/\*[\s\S]*?\*\/|(?<![:'"\w])\/\/[^\n]*)|('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\b(as|async|await|break|catch|class|const|continue|else|export|extends|false|finally|for|from|function|if|import|in|interface|let|new|null|of|return|switch|throw|true|try|type|typeof|while)\b/g;

const KINDS = ['comment', 'text', 'word'] as const;

/** Splits TypeScript for the eye: comments, texts and words of the language. It parses nothing. */
export function coloured(source: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of source.matchAll(PIECES)) {
    if (found.index > from) pieces.push({ kind: 'plain', text: source.slice(from, found.index) });
    const kind = KINDS.find((_, i) => found[i + 1] !== undefined) ?? 'plain';
    pieces.push({ kind, text: found[0] });
    from = found.index + found[0].length;
  }
  if (from < source.length) pieces.push({ kind: 'plain', text: source.slice(from) });
  return pieces;
}
