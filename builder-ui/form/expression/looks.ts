import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** The same measures as the plain inputs beside it; colours and the rest stand in `expression.css`. */
export const looks = (mono: boolean): Extension =>
  EditorView.theme({
    '&': { fontSize: mono ? '12.5px' : 'var(--mantine-font-size-sm)', backgroundColor: 'transparent' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: mono ? 'var(--mantine-font-family-monospace)' : 'inherit',
      lineHeight: '20px',
      overflow: 'auto',
      maxHeight: mono ? '480px' : '240px',
    },
    '.cm-content': { padding: '7px 0', caretColor: 'var(--mantine-color-text)', minWidth: '0' },
    '.cm-line': { padding: '0 12px' },
    '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--code-selection) !important' },
    '.cm-gutters': { background: 'transparent', border: '0', color: 'var(--mantine-color-dimmed)' },
  });
