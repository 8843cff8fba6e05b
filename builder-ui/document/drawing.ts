import type { Board } from '#flow/board.ts';
import type { FlowDocument } from '#flow/document.ts';

/** What an author edits: what runs, and what only the builder knows. Both are saved and taken back together. */
export interface Drawing {
  document: FlowDocument;
  board: Board;
}
