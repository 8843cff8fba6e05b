import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { lazyPart } from '../shell/lazy-part.tsx';
import { useTexts } from '../texts/texts.ts';
import { type Insert, useForm } from './form-context.ts';
import { NamesMenu } from './names-menu.tsx';

export interface ExpressionInputProps {
  id: string;
  pointer: string;
  value: string;
  onChange: (value: string) => void;
  /** The whole text is an expression; else it may hold some between braces. */
  bare: boolean;
  /** How many characters of the field stand before what is shown: the braces of a bare expression. */
  hidden?: number;
  invalid?: boolean | undefined;
  placeholder?: string | undefined;
  minRows?: number;
  /** Id of what names the field; else `label` does. */
  labelledBy?: string | undefined;
  label?: string | undefined;
  /** The Esc key, where nothing else of the field is open. True: it was of use. */
  onLeave?: (() => boolean) | undefined;
  /** The author asked for it just now: it takes the focus as it appears. */
  autoFocus?: RefObject<boolean> | undefined;
}

const LONGEST_REST_MS = 1_000;

/** Once the page has drawn what it shows, or somebody has waited long enough (a page that never rests, too). */
const atRest = (): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, LONGEST_REST_MS);
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done());
    else setTimeout(done, 200);
  });

/**
 * The editor is code of its own, as large as the canvas: it is fetched once, after the canvas, and a field that waits for
 * it, however long, is a plain one of the same size.
 */
const ExpressionEditor = lazyPart(async () => {
  await atRest();
  return (await import('./expression/expression-editor.tsx')).ExpressionEditor;
});

/** A text that can hold expressions. */
export const ExpressionInput = (props: ExpressionInputProps) => {
  const { pointer, bare } = props;
  const t = useTexts();
  const { guide, beside, readOnly, lastField } = useForm();
  const [plain] = useState(createPlainField);
  const intoPlain = useInsertion(plain, props);
  // Who writes while the editor comes goes on writing in it, at the same letter; what is picked then goes there, too.
  const selectionBefore = () => {
    const before = plain.selection();
    if (before !== null && (before.focus || lastField?.isLast(intoPlain))) return before;
    const end = props.value.length;
    return props.autoFocus?.current ? { anchor: end, head: end, focus: true } : null;
  };
  const box = useRef<HTMLDivElement>(null);
  const insert = (path: string) => {
    box.current?.querySelector<HTMLElement>('[role="textbox"]')?.focus();
    lastField?.insert(path);
  };
  return (
    <div className="expression" data-bare={bare} ref={box}>
      <div className="expression-box">
        {bare && (
          <span className="expression-sign" aria-hidden="true">
            <Icon name="function" size={14} />
          </span>
        )}
        <Suspense fallback={<PlainText {...props} plain={plain} into={intoPlain} />}>
          <ExpressionEditor {...props} selectionBefore={selectionBefore} />
        </Suspense>
        {beside?.({ pointer, bare, onChange: props.onChange })}
        {guide && !readOnly && (
          <NamesMenu pointer={pointer} onChoose={insert} trigger={<NamesButton label={t.form.names} />} />
        )}
      </div>
    </div>
  );
};

/** The plain field as it was last: once the editor stands in its place, it is gone from the page. */
const createPlainField = () => {
  let input: HTMLTextAreaElement | null = null;
  let focus = false;
  return {
    input: () => input,
    stands: (now: HTMLTextAreaElement | null) => {
      input = now ?? input;
    },
    hasFocus: (now: boolean) => {
      focus = now;
    },
    selection: () => input && { anchor: input.selectionStart, head: input.selectionEnd, focus },
  };
};
type PlainField = ReturnType<typeof createPlainField>;

/** Puts a name where the caret of the plain field stands, or stood last. */
function useInsertion(plain: PlainField, props: ExpressionInputProps): Insert {
  const latest = useRef(props);
  latest.current = props;
  const insert = useRef<Insert>((path) => {
    const field = plain.input();
    if (field === null) return;
    const { bare, onChange } = latest.current;
    const before = field.value.slice(0, field.selectionStart);
    const isInside = bare || before.lastIndexOf('{{') > before.lastIndexOf('}}');
    onChange(`${before}${isInside ? path : `{{ ${path} }}`}${field.value.slice(field.selectionEnd)}`);
    field.focus();
  });
  return insert.current;
}

interface PlainTextProps extends ExpressionInputProps {
  plain: PlainField;
  into: Insert;
}

const PlainText = (props: PlainTextProps) => {
  const { id, value, onChange, bare, invalid, placeholder, minRows, labelledBy, label, plain, into } = props;
  const { readOnly, lastField } = useForm();
  useEffect(() => () => lastField?.leave(into), [lastField, into]);
  return (
    <Textarea
      ref={plain.stands}
      id={id}
      className="plain-text"
      value={value}
      readOnly={readOnly}
      // What measures itself would have the whole page, with all cards of the canvas, looked at anew.
      rows={Math.min(10, Math.max(minRows ?? 1, value.split('\n').length))}
      placeholder={placeholder}
      error={invalid}
      spellCheck={!bare}
      aria-labelledby={labelledBy}
      aria-label={labelledBy ? undefined : label}
      classNames={{ input: bare ? 'mono' : '' }}
      onFocus={() => {
        plain.hasFocus(true);
        lastField?.take(into);
      }}
      onBlur={() => plain.hasFocus(false)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};

const NamesButton = ({ label }: { label: string }) => (
  <Tooltip label={label}>
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} component="span">
      <Icon name="braces" size={15} />
    </ActionIcon>
  </Tooltip>
);
