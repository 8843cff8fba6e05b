import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { useRef } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { insideExpression } from './completion.ts';
import { useForm, useProblemsAt } from './form-context.ts';
import { NamesMenu } from './names-menu.tsx';
import { optionId, SuggestionList } from './suggestions.tsx';
import { type Underline, Underlines } from './underlines.tsx';
import { useSuggestions } from './use-suggestions.ts';

interface ExpressionInputProps {
  id: string;
  pointer: string;
  value: string;
  onChange: (value: string) => void;
  /** The whole text is an expression; else it may hold some between braces. */
  bare: boolean;
  /** How many characters of the field stand before what is shown: the braces of a bare expression. */
  hidden?: number;
  code?: boolean;
  /** Never searched for expressions. */
  plain?: boolean;
  invalid?: boolean;
  placeholder?: string | undefined;
  minRows?: number;
}

const useUnderlines = (pointer: string, hidden: number): Underline[] =>
  useProblemsAt(pointer).flatMap(({ range, severity }) =>
    range ? [{ start: range.start - hidden, end: range.end - hidden, severity }] : [],
  );

/** A text that can hold expressions: monospace where it does, with the names that can be read while one writes. */
export const ExpressionInput = (props: ExpressionInputProps) => {
  const { id, pointer, value, onChange, bare, hidden = 0, code, plain, invalid, placeholder, minRows } = props;
  const t = useTexts();
  const { guide, readOnly } = useForm();
  const input = useRef<HTMLTextAreaElement>(null);
  const marks = useUnderlines(pointer, hidden);
  const guided = guide !== undefined && !code && !plain && !readOnly;
  const write = ({ text, caret }: { text: string; caret: number }) => {
    onChange(text);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(caret, caret);
    });
  };
  const { open, look, choose, close, onKeyDown } = useSuggestions(pointer, value, write);
  const insert = (path: string) => {
    const caret = input.current?.selectionStart ?? value.length;
    const piece = bare || insideExpression(value, caret) ? path : `{{ ${path} }}`;
    write({ text: value.slice(0, caret) + piece + value.slice(caret), caret: caret + piece.length });
  };
  const list = `${id}-list`;
  return (
    <div className="expression" data-bare={bare}>
      <Textarea
        ref={input}
        id={id}
        value={value}
        readOnly={readOnly}
        autosize
        minRows={minRows ?? 1}
        maxRows={code ? 24 : 10}
        placeholder={placeholder}
        error={invalid}
        spellCheck={!bare && !code}
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? optionId(list, open.chosen) : undefined}
        classNames={{ input: bare || code || value.includes('{{') ? 'mono' : '' }}
        leftSection={bare ? <span className="mono brace">{'{{'}</span> : undefined}
        leftSectionWidth={30}
        rightSection={
          guided ? (
            <NamesMenu pointer={pointer} onChoose={insert} trigger={<NamesButton label={t.form.names} />} />
          ) : undefined
        }
        onChange={(event) => {
          const { value: text, selectionStart: caret } = event.currentTarget;
          onChange(text);
          if (guided) void look({ text, caret, bare });
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {marks.length > 0 && <Underlines text={value} marks={marks} input={input} />}
      {open && <SuggestionList id={list} items={open.items} chosen={open.chosen} onChoose={choose} />}
    </div>
  );
};

const NamesButton = ({ label }: { label: string }) => (
  <Tooltip label={label}>
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} component="span">
      <Icon name="braces" size={15} />
    </ActionIcon>
  </Tooltip>
);
