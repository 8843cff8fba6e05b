import { ActionIcon, Tooltip } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import type { Problem } from '#flow/problem.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';
import { dataOf, isData } from './picked-data.ts';

interface FieldFrameProps {
  id: string;
  title: string;
  help?: string | undefined;
  required?: boolean | undefined;
  /** Nothing where the field cannot be an expression. */
  expression?: { on: boolean; toggle: () => void } | undefined;
  onClear?: (() => void) | undefined;
  /** A name from the tree of data was let go over the field. */
  onData?: ((path: string) => void) | undefined;
  /** How much room it needs beside others. */
  width?: string | undefined;
  problems: Problem[];
  /** Nothing was written yet: what is missing is told quietly. */
  isEmpty?: boolean;
  children: ReactNode;
}

export const labelOf = (id: string): string => `${id}-label`;

/** The innermost field takes what is let go over it. */
const useDrop = (onData: ((path: string) => void) | undefined) => {
  const [over, setOver] = useState(false);
  if (!onData) return {};
  return {
    'data-over': over || undefined,
    onDragOver: (event: DragEvent) => {
      if (!isData(event)) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const path = dataOf(event);
      if (path === null) return;
      event.preventDefault();
      event.stopPropagation();
      onData(path);
    },
  };
};

/** Title, help, the switch between a value and an expression, and the problems, around any control. */
export const FieldFrame = (props: FieldFrameProps) => {
  const { id, title, help, required, expression, onClear, onData, width, problems, isEmpty = false, children } = props;
  const t = useTexts();
  const { readOnly } = useForm();
  const drop = useDrop(readOnly ? undefined : onData);
  return (
    <div className="field" data-width={width} {...drop}>
      <div className="field-head">
        {/* What is no input of the page's own is not focused by its label alone. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a second way for the mouse */}
        <label htmlFor={id} id={labelOf(id)} onClick={() => document.getElementById(id)?.focus()}>
          {title}
          {required && (
            <span className="required" aria-hidden="true">
              {' *'}
            </span>
          )}
        </label>
        {help && (
          <Tooltip label={help} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
            <button type="button" className="field-help" aria-label={help}>
              <Icon name="info" size={14} />
            </button>
          </Tooltip>
        )}
        <span className="grow" />
        {!readOnly && onClear && (
          <Tooltip label={t.form.clear}>
            <ActionIcon
              className="field-tool"
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={`${t.form.clear}: ${title}`}
              onClick={onClear}
            >
              <Icon name="x" size={13} />
            </ActionIcon>
          </Tooltip>
        )}
        {!readOnly && expression && <ExpressionSwitch title={title} {...expression} />}
      </div>
      {children}
      <FieldProblems problems={problems} quiet={isEmpty} />
    </div>
  );
};

const ExpressionSwitch = ({ title, on, toggle }: { title: string; on: boolean; toggle: () => void }) => {
  const t = useTexts();
  const label = on ? t.form.toValue : t.form.toExpression;
  return (
    <Tooltip label={label}>
      <ActionIcon
        className="field-tool"
        variant={on ? 'light' : 'subtle'}
        color={on ? 'brand' : 'gray'}
        size="xs"
        aria-label={`${label}: ${title}`}
        aria-pressed={on}
        onClick={toggle}
      >
        <Icon name="function" size={14} />
      </ActionIcon>
    </Tooltip>
  );
};

export const FieldProblems = ({ problems, quiet = false }: { problems: Problem[]; quiet?: boolean }) =>
  problems.map((problem) => (
    <p
      key={`${problem.code}${problem.message}`}
      className="field-problem"
      data-severity={problem.severity}
      data-quiet={quiet || undefined}
      role={quiet ? undefined : 'alert'}
    >
      {!quiet && <Icon name={problem.severity === 'error' ? 'x' : 'alert-triangle'} size={13} stroke={2.2} />}
      {problem.message}
    </p>
  ));
