import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ReadableName } from '../document/readable-names.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { type Completion, complete, completionAt, matching } from './completion.ts';
import { useForm } from './form-context.ts';
import { NamesMenu } from './names-menu.tsx';
import { Suggestions } from './suggestions.tsx';

interface ExpressionInputProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
  /** The whole text is an expression; else it may hold some between braces. */
  bare: boolean;
  code?: boolean;
  /** Never searched for expressions. */
  plain?: boolean;
  invalid?: boolean;
  placeholder?: string | undefined;
  minRows?: number;
}

/** A text that can hold expressions: monospace where it does, with the names that can be read while one writes. */
export const ExpressionInput = ({
  id,
  value,
  onChange,
  bare,
  code,
  plain,
  invalid,
  placeholder,
  minRows,
}: ExpressionInputProps) => {
  const t = useTexts();
  const { names, functions, readOnly } = useForm();
  const input = useRef<HTMLTextAreaElement>(null);
  const [open, setOpen] = useState<{ at: Completion; found: ReadableName[]; chosen: number } | null>(null);

  const look = (text: string, caret: number) => {
    const at = code || plain ? null : completionAt(text, caret, bare);
    const found = at ? matching([...names, ...functions], at.prefix) : [];
    setOpen(at && found.length > 0 ? { at, found, chosen: 0 } : null);
  };
  const write = (text: string, caret: number) => {
    onChange(text);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(caret, caret);
    });
  };
  const choose = (name: ReadableName) => {
    if (!open) return;
    const next = complete(value, open.at, name.path);
    setOpen(null);
    write(next.text, next.caret);
  };
  const insert = (path: string) => {
    const caret = input.current?.selectionStart ?? value.length;
    const asIs = bare || completionAt(`${value.slice(0, caret)}x`, caret + 1, false) !== null;
    const piece = asIs ? path : `{{ ${path} }}`;
    write(value.slice(0, caret) + piece + value.slice(caret), caret + piece.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const name = open.found[open.chosen];
    if (move) setOpen({ ...open, chosen: (open.chosen + move + open.found.length) % open.found.length });
    else if ((event.key === 'Enter' || event.key === 'Tab') && name) choose(name);
    else if (event.key === 'Escape') setOpen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

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
        classNames={{ input: bare || code || value.includes('{{') ? 'mono' : '' }}
        leftSection={bare ? <span className="mono brace">{'{{'}</span> : undefined}
        leftSectionWidth={30}
        rightSection={
          code || plain || readOnly ? undefined : (
            <NamesMenu onChoose={insert} trigger={<NamesButton label={t.form.names} />} />
          )
        }
        onChange={(event) => {
          onChange(event.currentTarget.value);
          look(event.currentTarget.value, event.currentTarget.selectionStart);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setTimeout(() => setOpen(null), 150)}
      />
      {open && <Suggestions names={open.found} chosen={open.chosen} onChoose={choose} />}
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
