import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useId, useMemo, useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import { CopyIcon } from '../../shell/copy-text.tsx';
import { toastError } from '../../shell/toasts.tsx';
import { useLocale, useTexts } from '../../texts/texts.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { asCut, byteSize, sizeOf } from './byte-size.ts';
import { membersOf, tableIn } from './data-rows.ts';
import { DataTable } from './data-table.tsx';
import { DataTree } from './data-tree.tsx';
import './data.css';

interface DataViewProps {
  title: string;
  value: Json;
  /** How an expression reads the value: `steps.soma`; empty where none does. */
  root?: string;
  /** In place of the data, while there is none. */
  none?: string | undefined;
}

type Shape = 'tree' | 'table' | 'raw';

/** So few members need no search. */
const SEARCHED_FROM = 8;
/** Characters of text that are drawn before they are asked for. */
const SHOWN = 20_000;

/** Long values come in part; the rest is fetched when it is asked for. */
const useWhole = (value: Json) => {
  const [whole, setWhole] = useState<{ of: Json; value: Json } | null>(null);
  const [busy, setBusy] = useState(false);
  const current = whole?.of === value ? whole.value : value;
  const cut = asCut(current);
  const load = async () => {
    if (!cut) return;
    setBusy(true);
    try {
      const response = await fetch(cut.href, { credentials: 'same-origin' });
      if (!response.ok) throw new Error(`${response.status}`);
      setWhole({ of: value, value: (await response.json()) as Json });
    } catch (error) {
      toastError(error);
    }
    setBusy(false);
  };
  return { current, cut, load, busy };
};

/** A value as a tree, a table where it is one, or its text; with search, its size, and everything to copy. */
export const DataView = ({ title, value, root = '', none }: DataViewProps) => {
  const r = useRunsTexts();
  const locale = useLocale();
  const heading = useId();
  const { current, cut, load, busy } = useWhole(value);
  const [search, setSearch] = useState('');
  const table = useMemo(() => (cut ? null : tableIn(current)), [current, cut]);
  const [asked, setAsked] = useState<Shape>('tree');
  const shape = asked === 'table' && !table ? 'tree' : asked;
  const members = cut ? 0 : membersOf(current).length;
  const size = useMemo(() => sizeOf(current), [current]);
  const shapes = [
    { value: 'tree', label: r.data.tree },
    ...(table ? [{ value: 'table', label: r.data.table }] : []),
    { value: 'raw', label: r.data.raw },
  ];
  const isEmpty = none !== undefined && current === null;
  return (
    <section className="data-view" aria-labelledby={heading}>
      <header>
        <h3 id={heading}>{title}</h3>
        {!isEmpty && <small>{byteSize(size, locale)}</small>}
        {!isEmpty && !cut && members > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={r.data.shownAs}
            data={shapes}
            value={shape}
            onChange={(next) => setAsked(next as Shape)}
          />
        )}
        {!isEmpty && <CopyIcon text={cut ? cut.preview : JSON.stringify(current, null, 2)} size="sm" />}
      </header>
      {isEmpty && <p className="data-none">{none}</p>}
      {cut && (
        <div className="data-cut">
          <p>{r.data.cut(byteSize(cut.size, locale))}</p>
          <pre className="mono">{cut.preview}…</pre>
          <Button size="compact-sm" variant="light" loading={busy} onClick={() => void load()}>
            {r.data.load(byteSize(cut.size, locale))}
          </Button>
        </div>
      )}
      {!isEmpty && !cut && (size > 600 || members >= SEARCHED_FROM) && shape === 'tree' && (
        <TextInput
          size="xs"
          className="data-search"
          aria-label={`${r.data.search}: ${title}`}
          placeholder={r.data.search}
          leftSection={<Icon name="search" size={13} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {!isEmpty && !cut && shape === 'tree' && <DataTree label={title} value={current} root={root} search={search} />}
      {shape === 'table' && table && <DataTable {...table} />}
      {!isEmpty && !cut && shape === 'raw' && <RawText value={current} />}
    </section>
  );
};

const RawText = ({ value }: { value: Json }) => {
  const t = useTexts();
  const [all, setAll] = useState(false);
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  return (
    <>
      <pre className="mono data-raw" tabIndex={0}>
        {all ? text : text.slice(0, SHOWN)}
      </pre>
      {!all && text.length > SHOWN && (
        <Button size="compact-xs" variant="light" onClick={() => setAll(true)}>
          {t.common.more}
        </Button>
      )}
    </>
  );
};
