import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Json, Locale } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { valueAt } from '../../document/known-values.ts';
import { whenLeaving } from '../../leaving.ts';
import { useLocale } from '../../texts/texts.ts';
import type { ExpressionInputProps } from '../expression-input.tsx';
import { useForm, useProblemsAt } from '../form-context.ts';
import { dataOf } from '../picked-data.ts';
import { completing, type Helper, isCompleting } from './completing.ts';
import { expressionLanguage } from './language.ts';
import { looks } from './looks.ts';
import { insideAt } from './pieces.ts';
import { PreviewLine } from './preview-line.tsx';
import { typing } from './typing.ts';
import { useKnownValues } from './use-known-values.ts';
import './expression.css';

/** What a bench measures: from a letter that is typed to the preview of the whole. */
const EXPRESSION_PREVIEW = 'trama:expression-preview';

/** Marks what did not come from the hand that writes. */
const external = Annotation.define<boolean>();

export interface ExpressionEditorProps extends ExpressionInputProps {
  /** What was selected in the plain field that was here before, if it was focused, or written in last. */
  selectionBefore: () => { anchor: number; head: number; focus: boolean } | null;
}

interface Latest {
  props: ExpressionEditorProps;
  helper: Helper;
  /** Told of every letter. */
  write: (text: string) => void;
  /** Hands on what is not yet. */
  flush: () => void;
}

/** What is shown at once, and handed on with the next frame: a large flow is not drawn anew between two letters. */
const useWriting = (value: string, onChange: (text: string) => void) => {
  const [text, setText] = useState(value);
  const pending = useRef<{ text: string; frame: number } | null>(null);
  const startedAt = useRef(0);
  const latest = useRef(onChange);
  latest.current = onChange;
  const flush = useCallback(() => {
    const waiting = pending.current;
    if (!waiting) return;
    cancelAnimationFrame(waiting.frame);
    pending.current = null;
    latest.current(waiting.text);
  }, []);
  const write = useCallback(
    (next: string) => {
      startedAt.current = performance.now();
      if (pending.current) cancelAnimationFrame(pending.current.frame);
      setText(next);
      pending.current = { text: next, frame: requestAnimationFrame(() => setTimeout(flush)) };
    },
    [flush],
  );
  useEffect(() => {
    // Someone else changed it, or what was handed on has come back.
    if (!pending.current) setText(value);
  }, [value]);
  useEffect(() => {
    const stay = whenLeaving('handOn', flush);
    return () => {
      stay();
      flush();
    };
  }, [flush]);
  useEffect(() => {
    // For measurements: from the letter to the preview that stands in the page.
    if (startedAt.current === 0 || text === '') return;
    performance.clearMeasures(EXPRESSION_PREVIEW);
    performance.measure(EXPRESSION_PREVIEW, { start: startedAt.current, end: performance.now() });
    startedAt.current = 0;
  }, [text]);
  const isPending = useCallback(() => pending.current !== null, []);
  return { text, write, flush, isPending };
};

const putIn = (view: EditorView, path: string, bare: boolean, at?: number): void => {
  const { from, to } = at === undefined ? view.state.selection.main : { from: at, to: at };
  const inside = insideAt(view.state.doc.toString(), from, bare);
  const piece = inside ? path : `{{ ${path} }}`;
  view.dispatch({
    changes: { from, to, insert: piece },
    selection: { anchor: from + piece.length },
    userEvent: 'input.paste',
  });
  view.focus();
};

const extensionsOf = (latest: { current: Latest }, bare: boolean, readOnly: boolean, placeholder: string) => [
  history(),
  drawSelection(),
  bracketMatching(),
  expressionLanguage(bare),
  completing(bare, () => latest.current.helper),
  typing(bare),
  EditorView.lineWrapping,
  keymap.of([
    {
      key: 'Escape',
      run: (view) => !isCompleting(view) && (latest.current.props.onLeave?.() ?? false),
    },
    ...historyKeymap,
    ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter' && key !== 'Escape'),
  ]),
  placeholderOf(placeholder),
  looks(bare),
  EditorState.readOnly.of(readOnly),
  EditorView.editable.of(!readOnly),
  EditorView.domEventHandlers({
    drop: (event, view) => {
      const path = dataOf(event);
      if (path === null) return false;
      putIn(view, path, bare, view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? undefined);
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  }),
  EditorView.updateListener.of((update) => {
    const { current } = latest;
    if (!update.docChanged || update.transactions.some((one) => one.annotation(external))) return;
    current.write(update.state.doc.toString());
  }),
  EditorView.domEventHandlers({ blur: () => latest.current.flush() }),
];

/** What assistive technology is told of the field. */
const attributesOf = ({ id, labelledBy, label, invalid, bare }: ExpressionEditorProps): [string, string][] => [
  ['id', id],
  ['role', 'textbox'],
  ['aria-multiline', 'true'],
  ['spellcheck', String(!bare)],
  ...(labelledBy ? [['aria-labelledby', labelledBy] as [string, string]] : []),
  ...(label && !labelledBy ? [['aria-label', label] as [string, string]] : []),
  ['aria-invalid', String(invalid === true)],
];

/** The view lives as long as its field; what it needs of React it reads when it needs it. */
const useView = (
  props: ExpressionEditorProps,
  helper: Helper,
  readOnly: boolean,
  { write, flush, isPending }: Pick<ReturnType<typeof useWriting>, 'write' | 'flush' | 'isPending'>,
) => {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef<Latest>({ props, helper, write, flush });
  latest.current = { props, helper, write, flush };
  const { bare, placeholder = '', value } = props;
  const isNew = useRef(true);
  const { lastField } = useForm();
  useLayoutEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.props.value,
        extensions: extensionsOf(latest, bare, readOnly, placeholder),
      }),
    });
    view.current = made;
    // Asked now, not while drawing: it may be a while from there to here, and the field was still written in.
    const before = isNew.current ? latest.current.props.selectionBefore() : null;
    isNew.current = false;
    if (before !== null) {
      const within = (at: number) => Math.min(at, made.state.doc.length);
      made.dispatch({ selection: { anchor: within(before.anchor), head: within(before.head) } });
      if (before.focus) made.focus();
    }
    const insert = (path: string) => putIn(made, path, bare);
    const hold = () => lastField?.take(insert);
    made.contentDOM.addEventListener('focus', hold);
    if (before !== null) hold();
    return () => {
      lastField?.leave(insert);
      made.destroy();
    };
  }, [bare, readOnly, placeholder, lastField]);
  useLayoutEffect(() => {
    for (const [name, text] of attributesOf(props)) view.current?.contentDOM.setAttribute(name, text);
  });
  useLayoutEffect(() => {
    const { current } = view;
    if (!current || isPending() || current.state.doc.toString() === value) return;
    // Someone else changed the value (undo, another node): the text follows.
    const { main } = current.state.selection;
    current.dispatch({
      changes: { from: 0, to: current.state.doc.length, insert: value },
      selection: { anchor: Math.min(main.head, value.length) },
      annotations: external.of(true),
    });
  }, [value, isPending]);
  return { host, view };
};

const useDiagnostics = (view: { current: EditorView | null }, pointer: string, hidden: number) => {
  const found = useProblemsAt(pointer);
  // The checker's answer, not the list that every drawing makes anew: squiggles move with the text until it has seen it.
  const key = JSON.stringify(found);
  useEffect(() => {
    const { current } = view;
    if (!current) return;
    const { length } = current.state.doc;
    const problems = JSON.parse(key) as Problem[];
    const diagnostics = problems.flatMap(({ range, severity, message }): Diagnostic[] => {
      if (!range) return [];
      const from = Math.max(0, Math.min(range.start - hidden, length));
      const to = Math.max(from, Math.min(range.end - hidden, length));
      return [{ from: from === to ? Math.max(0, from - 1) : from, to, severity, message }];
    });
    current.dispatch(setDiagnostics(current.state, diagnostics));
  }, [view, key, hidden]);
};

/** A text with expressions, coloured, completed and shown with what it would give. */
export const ExpressionEditor = (props: ExpressionEditorProps) => {
  const { pointer, value, bare, hidden = 0, invalid } = props;
  const locale: Locale = useLocale();
  const { guide, readOnly } = useForm();
  const values = useKnownValues();
  const helper = useMemo<Helper>(
    () => ({
      suggest: async (writing) => (guide ? guide.suggest(pointer, writing) : { start: writing.caret, items: [] }),
      value: (path): Json | undefined => (values ? valueAt(values, path)?.value : undefined),
      locale,
    }),
    [guide, pointer, values, locale],
  );
  const writing = useWriting(value, props.onChange);
  const { host, view } = useView(props, helper, readOnly, writing);
  useDiagnostics(view, pointer, hidden);
  return (
    <>
      <div
        ref={host}
        className="code-field"
        data-bare={bare}
        data-invalid={invalid}
        data-readonly={readOnly}
        data-rows={props.minRows !== undefined && props.minRows > 1 ? 'many' : undefined}
      />
      {values && <PreviewLine text={writing.text} bare={bare} values={values} />}
    </>
  );
};
