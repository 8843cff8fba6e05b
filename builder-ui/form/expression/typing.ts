import { closeBrackets, startCompletion } from '@codemirror/autocomplete';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { insideAt, piecesIn } from './pieces.ts';

const BRACKETS = { closeBrackets: { brackets: ['(', '[', '{', "'", '"', '`'] } };
const NO_BRACKETS = { closeBrackets: { brackets: [] } };

/** Brackets close themselves in expressions, and are plain letters in a text. */
const brackets = (bare: boolean): Extension => [
  EditorState.languageData.of((state, pos) => [insideAt(state.doc.toString(), pos, bare) ? BRACKETS : NO_BRACKETS]),
  closeBrackets(),
];

/** The second `{` of two makes the whole pair, and shows what can be read; a `}` before its own pair steps over it. */
const braces = EditorView.inputHandler.of((view, from, to, text) => {
  if (from !== to || view.composing) return false;
  const { doc } = view.state;
  const before = doc.sliceString(Math.max(0, from - 3), from);
  const all = doc.toString();
  if (text === '{' && before.endsWith('{') && !before.endsWith('\\{') && !insideAt(all, from, false)) {
    view.dispatch({
      changes: { from, insert: '{  }}' },
      selection: { anchor: from + 2 },
      userEvent: 'input.type',
    });
    startCompletion(view);
    return true;
  }
  const piece = text === '}' ? insideAt(all, from, false) : null;
  if (piece && /^\s*\}\}/.test(all.slice(from)) && all.slice(from, piece.to).trim() === '') {
    view.dispatch({ selection: { anchor: piece.to + 2 }, userEvent: 'select' });
    return true;
  }
  // Who types both braces of the end has stepped over them with the first.
  return text === '}' && before.endsWith('}}') && !piece && view.state.selection.main.empty && steppedOver(all, from);
});

const steppedOver = (text: string, at: number): boolean => piecesIn(text).some((one) => one.closed && one.to === at);

const PIECE = Decoration.mark({ class: 'cm-piece' });

const marked = (view: EditorView): DecorationSet =>
  Decoration.set(piecesIn(view.state.doc.toString()).map(({ from, to }) => PIECE.range(from, to)));

/** A ground under each expression of a text. */
const grounds = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marked(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = marked(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** What typing does beside writing letters. */
export const typing = (bare: boolean): Extension => [brackets(bare), bare ? [] : [Prec.high(braces), grounds]];
