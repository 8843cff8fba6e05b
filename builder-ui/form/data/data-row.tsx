import { ActionIcon, CopyButton } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { Json } from '#flow/json.ts';
import { shortValue } from '../../document/short-value.ts';
import { Icon } from '../../icons/icon.tsx';
import { useTexts } from '../../texts/texts.ts';
import { useFormTexts } from '../form-texts.ts';
import { dragData } from '../picked-data.ts';
import type { Branch } from './branches.ts';

interface DataRowProps {
  branch: Branch;
  depth: number;
  isOpen: boolean;
  tabIndex: number;
  onToggle: () => void;
  onChoose: (path: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

type Kind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null' | 'unknown' | 'function';
const MARKS: Record<Kind, string> = {
  text: 'T',
  number: '#',
  boolean: '✓',
  list: '[ ]',
  object: '{ }',
  null: '∅',
  unknown: '?',
  function: 'ƒ',
};

const kindOf = (value: Json): Kind => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  return typeof value as 'number' | 'boolean' | 'object';
};

/** One name: its kind, its label, what it held. */
export const DataRow = ({ branch, depth, isOpen, tabIndex, onToggle, onChoose, onKeyDown }: DataRowProps) => {
  const t = useFormTexts();
  const { common } = useTexts();
  const { path, label, id, type, known, isOpenable } = branch;
  const kind = path.endsWith('()') ? 'function' : known ? kindOf(known.value) : 'unknown';
  const value = known?.value;
  const shown =
    value === undefined
      ? type
      : Array.isArray(value)
        ? t.items(value.length)
        : kind === 'object'
          ? t.fields(Object.keys(value as object).length)
          : shortValue(value, 60);
  return (
    <div
      role="treeitem"
      className="names-row"
      tabIndex={tabIndex}
      aria-level={depth + 1}
      aria-expanded={isOpenable ? isOpen : undefined}
      aria-label={`${label}: ${shown}`}
      data-from={known?.from}
      style={{ paddingLeft: 4 + depth * 14 }}
      draggable
      title={value === undefined ? `${path} · ${type}` : `${path} = ${shortValue(value, 600)}`}
      onDragStart={(event) => dragData(event, path)}
      // The field keeps its caret while one picks.
      onMouseDown={(event) => event.detail === 0 && event.preventDefault()}
      onClick={() => onChoose(path)}
      onKeyDown={onKeyDown}
    >
      {isOpenable ? (
        <button
          type="button"
          className="names-open"
          tabIndex={-1}
          aria-label={isOpen ? common.close : common.open}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <Icon name="chevron-right" size={13} className={isOpen ? 'down' : ''} />
        </button>
      ) : (
        <span className="names-open" />
      )}
      <span className="names-kind" data-kind={kind} aria-hidden="true">
        {MARKS[kind]}
      </span>
      <span className="names-label">
        {label}
        {id !== undefined && id !== label && <small>{id}</small>}
      </span>
      <span className="names-value">{shown}</span>
      {known && known.from !== 'run' && <span className="names-from">{t.origin[known.from]}</span>}
      <CopyButton value={path} timeout={1500}>
        {({ copied, copy }) => (
          <ActionIcon
            className="names-copy"
            size={20}
            variant="subtle"
            color={copied ? 'brand' : 'gray'}
            tabIndex={-1}
            aria-label={`${t.copyPath}: ${path}`}
            title={t.copyPath}
            onClick={(event) => {
              event.stopPropagation();
              copy();
            }}
          >
            <Icon name={copied ? 'check' : 'copy'} size={13} />
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
};
