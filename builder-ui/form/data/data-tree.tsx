import { ScrollArea, TextInput, Tooltip } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ReadableName } from '../../document/readable-names.ts';
import { Icon } from '../../icons/icon.tsx';
import { useKnownValues } from '../expression/use-known-values.ts';
import { useForm } from '../form-context.ts';
import { useFormTexts } from '../form-texts.ts';
import { type Branch, childrenOf, found, GROUPS, type Group, type Readable, rootsOf } from './branches.ts';
import { DataRow } from './data-row.tsx';
import './data-tree.css';

interface DataTreeProps {
  /** The field that is written in: what can be read differs by place. */
  pointer: string;
  onChoose: (path: string) => void;
  autoFocus?: boolean;
}

const SETTLE_MS = 300;

/** The names at a place; asked again a moment after the flow has changed. */
const useNames = (pointer: string): ReadableName[] | null => {
  const { guide } = useForm();
  const [names, setNames] = useState<ReadableName[] | null>(null);
  const ask = useRef(guide?.names);
  ask.current = guide?.names;
  const document = guide?.facts?.document;
  const asked = useRef(false);
  useEffect(() => {
    let over = false;
    const look = () => void ask.current?.(pointer).then((found) => over || setNames(found));
    const timer = setTimeout(look, asked.current ? SETTLE_MS : 0);
    asked.current = true;
    return () => {
      over = true;
      clearTimeout(timer);
    };
    // Another document is another answer.
  }, [pointer, document, guide?.node]);
  return names;
};

interface Row {
  branch: Branch;
  depth: number;
  group: Group;
}

/** What is open of the tree, as the rows that are seen. */
const rowsOf = (readable: Readable, open: ReadonlySet<string>): Row[] => {
  const rows: Row[] = [];
  const add = (branch: Branch, depth: number, group: Group) => {
    rows.push({ branch, depth, group });
    if (!open.has(branch.path)) return;
    for (const one of childrenOf(readable, branch)) add(one, depth + 1, group);
  };
  const roots = rootsOf(readable);
  for (const group of GROUPS) {
    if (group === 'functions' && !open.has('functions')) continue;
    for (const one of roots.get(group) ?? []) add(one, 0, group);
  }
  return rows;
};

/** Everything that an expression here can read, with what it held last: click or drag puts a name into a field. */
export const DataTree = ({ pointer, onChoose, autoFocus }: DataTreeProps) => {
  const t = useFormTexts();
  const names = useNames(pointer);
  const values = useKnownValues();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(['trigger', 'trigger.data', 'item']));
  const readable = useMemo<Readable>(() => ({ names: names ?? [], values }), [names, values]);
  const rows = useMemo<Row[]>(
    () =>
      search.trim() === ''
        ? rowsOf(readable, open)
        : found(readable, search).map((branch) => ({ branch, depth: 0, group: 'steps' as const })),
    [readable, open, search],
  );
  const toggle = (path: string) =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const list = useRef<HTMLDivElement>(null);
  const focusRow = (n: number) => list.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[n]?.focus();
  const onKeyDown = (event: KeyboardEvent, n: number) => {
    const { branch } = rows[n] ?? {};
    if (!branch) return;
    const isOpen = open.has(branch.path);
    if (event.key === 'ArrowDown') focusRow(n + 1);
    else if (event.key === 'ArrowUp') focusRow(Math.max(0, n - 1));
    else if (event.key === 'ArrowRight' && branch.isOpenable && !isOpen) toggle(branch.path);
    else if (event.key === 'ArrowLeft' && isOpen) toggle(branch.path);
    else if (event.key === 'Enter' || event.key === ' ') onChoose(branch.path);
    else return;
    event.preventDefault();
  };
  const heads = search.trim() === '';
  return (
    <div className="names-tree">
      <TextInput
        size="xs"
        placeholder={t.searchData}
        aria-label={t.searchData}
        leftSection={<Icon name="search" size={14} />}
        value={search}
        data-autofocus={autoFocus}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = rows;
          if (event.key === 'ArrowDown') focusRow(0);
          else if (event.key === 'Enter' && first) onChoose(first.branch.path);
          else return;
          event.preventDefault();
        }}
      />
      <ScrollArea className="names-scroll" type="auto" scrollbarSize={8} scrollbars="y">
        {names !== null && rows.length === 0 && <p className="names-none">{t.nothingFound}</p>}
        <div role="tree" aria-label={t.data} ref={list}>
          {rows.map(({ branch, depth, group }, n) => (
            <div key={branch.path} role="none">
              {heads && depth === 0 && rows[n - 1]?.group !== group && <h4>{t.groups[group]}</h4>}
              <DataRow
                {...{ branch, depth, onChoose }}
                isOpen={open.has(branch.path)}
                tabIndex={n === 0 ? 0 : -1}
                onToggle={() => toggle(branch.path)}
                onKeyDown={(event) => onKeyDown(event, n)}
              />
            </div>
          ))}
        </div>
        {heads && names && (
          <Tooltip label={t.functionsHelp} multiline maw={260}>
            <button type="button" className="names-more" onClick={() => toggle('functions')}>
              <Icon name="function" size={13} /> {open.has('functions') ? t.hideFunctions : t.showFunctions}
            </button>
          </Tooltip>
        )}
      </ScrollArea>
    </div>
  );
};
