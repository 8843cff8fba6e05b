import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
} from '@codemirror/autocomplete';
import { type Extension, Prec, StateField } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import type { Json, Locale } from '#flow/json.ts';
import { shortValue } from '../../document/short-value.ts';
import type { Suggestion, Suggestions, Writing } from '../../document/suggest.ts';
import { functionHelp, signatureHelp } from './help.ts';
import { callAt, insideAt, pathAt } from './pieces.ts';

/** What helps to write; read anew at each use. */
export interface Helper {
  suggest: (writing: Writing) => Promise<Suggestions>;
  /** The last real value of a name. */
  value: (path: string) => Json | undefined;
  locale: Locale;
}

interface Option extends Completion {
  value?: string;
}

const optionOf = (one: Suggestion, helper: Helper, rank: number): Option => {
  const value = one.path === undefined ? undefined : helper.value(one.path);
  const called = one.kind === 'function' || one.kind === 'method';
  return {
    label: one.insert,
    detail: called ? one.detail.slice(one.detail.indexOf('(')) : one.detail,
    type: one.kind,
    boost: -rank,
    ...(value === undefined ? {} : { value: shortValue(value, 28) }),
    ...(called ? { info: () => functionHelp(one.insert.slice(0, -2), one.kind === 'method', helper.locale) } : {}),
    // Of a call the caret goes between its parentheses.
    apply: (view, _completion, from, to) => {
      const caret = from + one.insert.length - (called ? 1 : 0);
      view.dispatch({
        changes: { from, to, insert: one.insert },
        selection: { anchor: caret },
        userEvent: 'input.complete',
      });
    },
  };
};

const source =
  (bare: boolean, helper: () => Helper) =>
  async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const text = state.doc.toString();
    if (!insideAt(text, pos, bare)) return null;
    const { start, items } = await helper().suggest({
      text,
      caret: pos,
      bare,
      asked: explicit || followsBraces(text, pos),
    });
    if (items.length === 0) return null;
    return { from: start, options: items.map((one, n) => optionOf(one, helper(), n)), filter: false };
  };

/** Just behind the braces one has asked what there is. */
const followsBraces = (text: string, at: number): boolean => /\{\{ ?$/.test(text.slice(0, at));

const valueCell = (option: Option): HTMLElement | null => {
  if (option.value === undefined) return null;
  const cell = document.createElement('span');
  cell.className = 'cm-last-value';
  cell.textContent = option.value;
  return cell;
};

const tooltipsOf = (bare: boolean, helper: () => Helper) =>
  StateField.define<Tooltip | null>({
    create: () => null,
    update: (before, { state, docChanged, selection }) => {
      if (!docChanged && !selection) return before;
      const { main } = state.selection;
      const text = state.doc.toString();
      const inside = main.empty ? insideAt(text, main.head, bare) : null;
      const call = inside && callAt(text, inside.from, main.head);
      if (!call) return null;
      const dom = signatureHelp(call, helper().locale);
      return dom && { pos: main.head, above: true, create: () => ({ dom }) };
    },
    provide: (field) => showTooltip.computeN([field], (state) => [state.field(field)]),
  });

const hovering = (bare: boolean, helper: () => Helper) =>
  hoverTooltip((view, pos) => {
    const text = view.state.doc.toString();
    const found = insideAt(text, pos, bare) ? pathAt(text, pos) : null;
    if (!found) return null;
    const { path, from, to } = found;
    const called = text[to] === '(';
    const name = path.split('.').at(-1) ?? path;
    const help = called ? functionHelp(name, path.includes('.'), helper().locale) : null;
    const value = called ? undefined : helper().value(path);
    if (!help && value === undefined) return null;
    const create = () => {
      const dom = document.createElement('div');
      dom.className = 'hover-help';
      if (help) dom.append(help);
      else dom.textContent = `${path} = ${shortValue(value ?? null, 160)}`;
      return { dom };
    };
    return { pos: from, end: to, above: true, create };
  });

/** Names, functions and their help while one writes. Tab takes a suggestion where there is one, and else leaves the field. */
export const completing = (bare: boolean, helper: () => Helper): Extension => [
  autocompletion({
    override: [source(bare, helper)],
    icons: false,
    activateOnTypingDelay: 40,
    interactionDelay: 0,
    maxRenderedOptions: 60,
    addToOptions: [{ render: valueCell, position: 90 }],
    optionClass: ({ type = '' }) => `cm-kind-${type}`,
  }),
  Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
  tooltipsOf(bare, helper),
  hovering(bare, helper),
];

export const isCompleting = (view: EditorView): boolean => completionStatus(view.state) !== null;
