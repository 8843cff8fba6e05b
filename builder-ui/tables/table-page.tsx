import { ActionIcon, Alert, Button, Group, Menu, Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { ExportButton, LockMark, useFeatureLock } from '../plan/plan-lock.tsx';
import { setSearch, usePlace } from '../router.ts';
import { errorWords } from '../shell/error-words.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { FilterBar } from './filter-bar.tsx';
import { Grid } from './grid.tsx';
import { type Overlay, TableOverlays } from './table-overlays.tsx';
import type { Column, DataTable, RowsView } from './table-types.ts';
import './tables.css';
import { tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';
import { useCellSaving } from './use-cell-saving.ts';
import { useDeleting } from './use-deleting.ts';
import { useRows } from './use-rows.ts';
import { readView } from './view-address.ts';

/** One table: its rows, in place. */
export const TablePage = ({ id }: { id: string }) => {
  const table = useQuery(`table/${id}`, () => tablesApi.table(id));
  if (!table.data)
    return table.error === undefined ? (
      <>
        <Skeleton height={34} width={220} mb="lg" />
        <RowsSkeleton height={36} rows={12} />
      </>
    ) : (
      <ErrorState error={table.error} retry={table.reload} />
    );
  return <TableView key={table.data.id} table={table.data} onChanged={table.set} onReload={table.reload} />;
};

interface TableViewProps {
  table: DataTable;
  onChanged: (table: DataTable) => void;
  onReload: () => void;
}

const TableView = ({ table, onChanged, onReload }: TableViewProps) => {
  const t = useTablesTexts();
  const { search } = usePlace();
  const address = search.toString();
  const view = useMemo(() => readView(new URLSearchParams(address), table.columns), [address, table.columns]);
  const list = useRows(table.id, view, table.revision);
  const deleting = useDeleting(table.id, list.drop);
  const rows = (list.rows ?? []).filter(({ id }) => !deleting.gone.has(id));
  const saving = useCellSaving({ ...list, table: table.id, rows, whenGone: () => toastDone(t.goneTitle) });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [filtering, setFiltering] = useState<Column | null>(null);
  const filtered = view.where.length > 0;
  const add = async () => {
    if (table.columns.some((one) => one.required && one.default === null))
      return setOverlay({ kind: 'row', row: null });
    try {
      list.append(await tablesApi.addRows(table.id, [{}]));
    } catch (error) {
      toastError(error);
    }
  };
  const openRow = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (row) setOverlay({ kind: 'row', row });
  };
  return (
    <div className="table-page">
      <TableHead table={table} view={view} onAdd={() => void add()} onOverlay={setOverlay} />
      <Group justify="space-between" className="table-bar">
        <FilterBar
          columns={table.columns}
          where={view.where}
          onChange={(where) => setSearch({ where: where.length > 0 ? JSON.stringify(where) : null })}
          asked={filtering}
          onAsked={setFiltering}
        />
        {chosen.size > 0 && (
          <Chosen
            count={chosen.size}
            onDelete={() => {
              deleting.remove([...chosen]);
              setChosen(new Set());
            }}
          />
        )}
      </Group>
      {list.error !== undefined && !list.rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.rows ? (
        <RowsSkeleton height={36} rows={12} />
      ) : rows.length === 0 ? (
        <NoRows filtered={filtered} onAdd={() => void add()} onImport={() => setOverlay({ kind: 'import' })} />
      ) : (
        <Grid
          {...{ rows, chosen }}
          {...saving}
          columns={table.columns}
          sort={view.sort[0]}
          total={list.total - deleting.gone.size}
          more={list.more}
          loading={list.loading}
          onChosen={setChosen}
          onOpen={openRow}
          onAddColumn={() => setOverlay({ kind: 'column', column: null })}
          onSort={(sort) => setSearch({ sort: sort && JSON.stringify([sort]) })}
          onFilter={setFiltering}
          onEdit={(column) => setOverlay({ kind: 'column', column })}
          onDelete={(column) => setOverlay({ kind: 'drop', column })}
        />
      )}
      {list.error !== undefined && list.rows && <PageFault error={list.error} onRetry={list.reload} />}
      <TableOverlays {...{ table, overlay, list, saving, onChanged, onReload }} onClose={() => setOverlay(null)} />
    </div>
  );
};

/** Rows that were to follow did not come. */
const PageFault = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => {
  const texts = useTexts();
  const { title, detail } = errorWords(error, texts);
  return (
    <Alert color="red" role="alert" mt="xs" title={title}>
      {detail}{' '}
      <Button size="compact-xs" variant="light" color="red" onClick={onRetry}>
        {texts.common.retry}
      </Button>
    </Alert>
  );
};

const Chosen = ({ count, onDelete }: { count: number; onDelete: () => void }) => {
  const t = useTablesTexts();
  return (
    <Group gap="xs" className="table-chosen" role="status">
      <span>{t.selected(count)}</span>
      <Button size="xs" color="red" variant="light" leftSection={<Icon name="trash" size={14} />} onClick={onDelete}>
        {t.deleteRows}
      </Button>
    </Group>
  );
};

interface NoRowsProps {
  filtered: boolean;
  onAdd: () => void;
  onImport: () => void;
}

const NoRows = ({ filtered, onAdd, onImport }: NoRowsProps) => {
  const t = useTablesTexts();
  const mayWrite = useMay('data:write');
  if (filtered) return <EmptyState icon="search" title={t.noneFound} text={t.noneFoundHelp} />;
  if (!mayWrite) return <EmptyState icon="database" title={t.noRows} text={t.emptyHelp} />;
  return (
    <EmptyState icon="database" title={t.noRows} text={t.noRowsHelp}>
      <Group mt="sm">
        <Button leftSection={<Icon name="plus" size={16} />} onClick={onAdd}>
          {t.addRow}
        </Button>
        <Button variant="default" leftSection={<Icon name="upload" size={16} />} onClick={onImport}>
          {t.import}
        </Button>
      </Group>
    </EmptyState>
  );
};

interface TableHeadProps {
  table: DataTable;
  view: RowsView;
  onAdd: () => void;
  onOverlay: (overlay: Overlay) => void;
}

const TableHead = ({ table, view, onAdd, onOverlay }: TableHeadProps) => {
  const t = useTablesTexts();
  const portuguese = useLocale() !== 'en';
  const mayWrite = useMay('data:write');
  const href = tablesApi.exportAddress(table.id, view, portuguese);
  const lock = useFeatureLock('export');
  const download = lock
    ? ({ onClick: lock, rightSection: <LockMark /> } as const)
    : ({ component: 'a', href, download: true } as const);
  return (
    <header className="page-head table-head">
      <div className="table-title">
        <Link href="/data" aria-label={t.back}>
          <Icon name="chevron-left" />
        </Link>
        <div>
          <h1>{table.name}</h1>
          {table.description && <small>{table.description}</small>}
        </div>
      </div>
      {mayWrite ? (
        <Group gap="xs" wrap="nowrap">
          <Button leftSection={<Icon name="plus" size={16} />} onClick={onAdd}>
            {t.addRow}
          </Button>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={t.more}>
                <Icon name="dots" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="upload" size={15} />} onClick={() => onOverlay({ kind: 'import' })}>
                {t.import}
              </Menu.Item>
              <Menu.Item {...download} leftSection={<Icon name="file" size={15} />}>
                {t.export}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                leftSection={<Icon name="plus" size={15} />}
                onClick={() => onOverlay({ kind: 'column', column: null })}
              >
                {t.newColumn}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="settings" size={15} />} onClick={() => onOverlay({ kind: 'name' })}>
                {t.renameTable}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<Icon name="trash" size={15} />}
                onClick={() => onOverlay({ kind: 'delete' })}
              >
                {t.deleteTable}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      ) : (
        <ExportButton href={href} label={t.export} icon="file" />
      )}
    </header>
  );
};
