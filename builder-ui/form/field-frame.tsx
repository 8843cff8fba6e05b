import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '#flow/problem.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { useForm } from './form-context.ts';

interface FieldFrameProps {
  id: string;
  title: string;
  help?: string | undefined;
  required?: boolean | undefined;
  /** Nothing where the field cannot be an expression. */
  expression?: { on: boolean; toggle: () => void } | undefined;
  onClear?: (() => void) | undefined;
  problems: Problem[];
  children: ReactNode;
}

/** Title, help, the switch between a value and an expression, and the problems, around any control. */
export const FieldFrame = ({ id, title, help, required, expression, onClear, problems, children }: FieldFrameProps) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const label = expression?.on ? t.form.toValue : t.form.toExpression;
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>
          {title}
          {required && (
            <span className="required" aria-hidden="true">
              {' *'}
            </span>
          )}
        </label>
        {help && (
          <Tooltip label={help} multiline maw={280}>
            <span className="field-help">
              <Icon name="info" size={14} />
            </span>
          </Tooltip>
        )}
        <span className="grow" />
        {!readOnly && onClear && (
          <Tooltip label={t.form.clear}>
            <ActionIcon
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
        {!readOnly && expression && (
          <Tooltip label={label}>
            <ActionIcon
              variant={expression.on ? 'light' : 'subtle'}
              color={expression.on ? 'brand' : 'gray'}
              size="xs"
              aria-label={`${label}: ${title}`}
              aria-pressed={expression.on}
              onClick={expression.toggle}
            >
              <Icon name="function" size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {children}
      <FieldProblems problems={problems} />
    </div>
  );
};

export const FieldProblems = ({ problems }: { problems: Problem[] }) =>
  problems.map((problem) => (
    <p
      key={`${problem.code}${problem.message}`}
      className="field-problem"
      data-severity={problem.severity}
      role="alert"
    >
      <Icon name={problem.severity === 'error' ? 'x' : 'alert-triangle'} size={13} stroke={2.2} />
      {problem.message}
    </p>
  ));
