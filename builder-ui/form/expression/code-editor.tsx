import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import type { CodeInputProps } from '../code-input.tsx';
import { colours } from './language.ts';
import { looks } from './looks.ts';
import './expression.css';

const external = Annotation.define<boolean>();

const attributes = ({ id, labelledBy, label = '' }: CodeInputProps): Record<string, string> => ({
  id,
  role: 'textbox',
  'aria-multiline': 'true',
  spellcheck: 'false',
  ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label }),
});

/** A program of several lines. Tab leaves it, like any other field. */
export const CodeEditor = (props: CodeInputProps & { readOnly: boolean }) => {
  const { value, invalid, readOnly, rows = 10 } = props;
  const height = { '--rows': rows } as CSSProperties;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          javascript(),
          colours,
          looks(true),
          keymap.of([...historyKeymap, ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter')]),
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of(attributes(latest.current)),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((one) => one.annotation(external))) return;
            latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [readOnly]);
  useLayoutEffect(() => {
    const { current } = view;
    if (!current || current.state.doc.toString() === value) return;
    current.dispatch({
      changes: { from: 0, to: current.state.doc.length, insert: value },
      annotations: external.of(true),
    });
  }, [value]);
  return <div ref={host} className="code-field" data-code="true" data-invalid={invalid} style={height} />;
};
