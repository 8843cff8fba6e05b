import { Anchor, Button, Checkbox, Title } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import { usePlace } from '../router.ts';
import { useMay, useSession } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { BulkBar } from './list/bulk-bar.tsx';
import { askOf, filterQuery, readFilter } from './list/filter.ts';
import { FilterSentence } from './list/filter-sentence.tsx';
import './list/list.css';
import { useListTexts } from './list/list-texts.ts';
import { MatchBar } from './list/match-bar.tsx';
import { RunRow } from './list/run-row.tsx';
import { RunsChart } from './list/runs-chart.tsx';
import { SavedViews } from './list/saved-views.tsx';
import { type RunList, useRunList } from './list/use-run-list.ts';
import { useSelection } from './list/use-selection.ts';
import type { RunListFilter } from './runs-api.ts';

export const RunsPage = () => {
  const t = useTexts();
  const { search } = usePlace();
  const session = useSession();
  // A period counts back from when the page was opened: it must not move while one pages.
  const [opened] = useState(Date.now);
  const query = filterQuery(search);
  const filter = useMemo(() => readFilter(new URLSearchParams(query)), [query]);
  const whose = `${session?.tenant.id}/${session?.user?.id}`;
  const list = useRunList(`${whose}?${query}`, askOf(filter, opened), filter);
  const flows = useQuery('flow-names', api.allFlows).data ?? [];
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.pages.runs}</Title>
      </header>
      <SavedViews query={query} />
      <RunsChart filter={filter} changes={list.changes} />
      <FilterSentence filter={filter} flows={flows} />
      <Rows key={query} ask={askOf(filter, opened)} list={list} flows={flows} filtered={query !== ''} />
    </>
  );
};

interface RowsProps {
  ask: RunListFilter;
  list: RunList;
  flows: { id: string; name: string }[];
  filtered: boolean;
}

const Rows = ({ ask, list, flows, filtered }: RowsProps) => {
  const t = useTexts();
  const l = useListTexts();
  const names = useMemo(() => new Map(flows.map((one) => [one.id, one.name])), [flows]);
  const ids = useMemo(() => list.rows?.map(({ id }) => id) ?? [], [list.rows]);
  const { selected, toggle, clear, all } = useSelection(ids);
  const [matching, setMatching] = useState(false);
  const box = useRef<HTMLUListElement>(null);
  const maySteer = useMay('runs:write');
  const onKeyDown = (event: KeyboardEvent) => {
    const links = [...(box.current?.querySelectorAll<HTMLElement>('.run-row') ?? [])];
    const row = (event.target as Element).closest('li')?.querySelector<HTMLElement>('.run-row');
    const at = row ? links.indexOf(row) : -1;
    if (event.key === 'ArrowDown' || event.key === 'j') links[Math.min(links.length - 1, at + 1)]?.focus();
    else if (event.key === 'ArrowUp' || event.key === 'k') links[Math.max(0, at - 1)]?.focus();
    else if (event.key === 'x' && maySteer && row?.dataset.run) toggle(row.dataset.run, event.shiftKey);
    else if (event.key === 'Escape' && selected.size > 0) clear();
    else return;
    event.preventDefault();
  };
  if (list.error !== undefined && !list.rows) return <ErrorState error={list.error} retry={list.reload} />;
  if (!list.rows) return <RowsSkeleton height={50} />;
  if (list.rows.length === 0)
    return <EmptyState icon="history" title={filtered ? t.runs.noneFound : t.runs.empty} text={t.runs.emptyHelp} />;
  const chosen = list.rows.filter(({ id }) => selected.has(id));
  return (
    <>
      {list.waiting > 0 && (
        <Button className="runs-news" size="compact-sm" radius="xl" onClick={list.letIn}>
          {l.news(list.waiting)}
        </Button>
      )}
      {maySteer && (
        <div className="runs-list-head">
          <Checkbox
            size="xs"
            aria-label={l.selectAll}
            checked={chosen.length === ids.length}
            indeterminate={chosen.length > 0 && chosen.length < ids.length}
            onChange={() => (chosen.length > 0 ? clear() : all())}
          />
          {chosen.length === ids.length && list.more && !matching ? (
            <Anchor component="button" size="sm" fw={570} onClick={() => setMatching(true)}>
              {l.selectMatching}
            </Anchor>
          ) : (
            <small>{l.keys}</small>
          )}
        </div>
      )}
      <ul ref={box} className="rows" aria-description={l.keys} onKeyDown={onKeyDown}>
        {list.rows.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            name={names.get(run.flowId) ?? run.flowId}
            selected={selected.has(run.id)}
            onSelect={maySteer ? toggle : undefined}
          />
        ))}
      </ul>
      <More list={list} />
      {matching && (
        <MatchBar
          ask={ask}
          onClose={(changed) => {
            setMatching(false);
            clear();
            if (changed) list.reload();
          }}
        />
      )}
      {chosen.length > 0 && maySteer && !matching && <BulkBar selected={chosen} onClear={clear} />}
    </>
  );
};

/** How far below the screen the next page is asked for. */
const AHEAD = '600px';

/** Goes on by itself when the end comes near; a button for whoever does not scroll. */
const More = ({ list }: { list: RunList }) => {
  const t = useTexts();
  const end = useRef<HTMLDivElement>(null);
  const { more } = list;
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && latest.current?.(), {
      rootMargin: AHEAD,
    });
    watch.observe(end.current);
    return () => watch.disconnect();
    // Asked anew after each page: its end may be in sight already.
  }, [more]);
  return (
    <div ref={end}>
      {(more || (list.loading && list.rows)) && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={() => more?.()}>
          {t.common.more}
        </Button>
      )}
    </div>
  );
};
