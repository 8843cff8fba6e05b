import { CopyButton } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import type { IconName } from '../../icons/icon-paths.ts';
import { useRowWindow } from '../../use-row-window.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { useTreeKeys } from '../use-tree-keys.ts';
import { type DataRow, dataRows, scalarText } from './data-rows.ts';

interface DataTreeProps {
  label: string;
  value: Json;
  root: string;
  search: string;
}

/** Pixels; `data.css` has the same. */
const ROW = 24;

/** Names and values, level by level. Arrows walk, open and close; what is not in sight is not drawn. */
export const DataTree = ({ label, value, root, search }: DataTreeProps) => {
  const r = useRunsTexts();
  const box = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const rows = useMemo(() => dataRows(value, opened, search), [value, opened, search]);
  const { from, to } = useRowWindow(box, rows.length, ROW);
  const toggle = (row: DataRow, open: boolean) => setOpened((before) => new Map(before).set(row.path, open));
  const { at, setCurrent, onKeyDown } = useTreeKeys(box, {
    rows,
    height: ROW,
    holds: (row) => row.count !== null,
    onToggle: toggle,
  });
  if (rows.length === 0) return <p className="data-none">{search ? r.data.nothing : r.data.empty}</p>;
  return (
    <div
      ref={box}
      className="data-tree mono"
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${label}-${at}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: rows.length * ROW, paddingTop: from * ROW }}>
        {rows.slice(from, to).map((row, n) => (
          <TreeRow
            key={row.path}
            id={`${label}-${from + n}`}
            row={row}
            root={root}
            current={from + n === at}
            onToggle={() => toggle(row, !row.open)}
            onPick={() => setCurrent(from + n)}
          />
        ))}
      </div>
    </div>
  );
};

interface TreeRowProps {
  id: string;
  row: DataRow;
  root: string;
  current: boolean;
  onToggle: () => void;
  onPick: () => void;
}

const TreeRow = ({ id, row, root, current, onToggle, onPick }: TreeRowProps) => {
  const r = useRunsTexts();
  const holds = row.count !== null;
  return (
    // The tree itself has the keys.
    <div
      id={id}
      className="data-row"
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={current}
      {...(holds ? { 'aria-expanded': row.open } : {})}
      data-hit={row.hit}
      style={{ paddingLeft: 4 + row.depth * 14 }}
      onClick={() => {
        onPick();
        if (holds) onToggle();
      }}
    >
      <span className="data-twist" data-open={row.open}>
        {holds && <Icon name="chevron-right" size={12} stroke={2.2} />}
      </span>
      {row.key !== '' && <span className="data-key">{row.key}</span>}
      <DataValue row={row} />
      <span className="data-copy">
        {row.path !== '' && (
          <CopyPart label={r.data.copyPath} icon="braces" text={`${root}${row.path}`.replace(/^\./, '')} />
        )}
        <CopyPart label={r.data.copyValue} icon="copy" text={textOf(row.value)} />
      </span>
    </div>
  );
};

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

const CopyPart = ({ label, icon, text }: { label: string; icon: IconName; text: string }) => (
  <CopyButton value={text} timeout={1500}>
    {({ copied, copy }) => (
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={(event) => {
          event.stopPropagation();
          copy();
        }}
      >
        <Icon name={copied ? 'check' : icon} size={13} />
      </button>
    )}
  </CopyButton>
);

const kindOf = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : (typeof value as string);

const DataValue = ({ row }: { row: DataRow }) => {
  const r = useRunsTexts();
  const { value, count } = row;
  if (count !== null)
    return <span className="data-count">{Array.isArray(value) ? r.data.items(count) : r.data.fields(count)}</span>;
  const text = scalarText(value);
  return (
    <span className="data-scalar" data-kind={kindOf(value)} title={text.length > 60 ? text.slice(0, 2_000) : undefined}>
      {text.slice(0, 400)}
    </span>
  );
};
