import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { CreateDialog } from './create-dialog.tsx';
import type { DataTable } from './table-types.ts';
import './tables.css';
import { tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';

/** What flows remember: a tenant's tables. */
export const TablesPage = () => {
  const t = useTablesTexts();
  const list = useQuery('tables', tablesApi.tables);
  const [creating, setCreating] = useState(false);
  const rows = list.data;
  const create = useMay('data:write') && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {t.create}
    </Button>
  );
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        {rows && rows.length > 0 && create}
      </header>
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton rows={4} />
      ) : rows.length === 0 ? (
        <EmptyState icon="database" title={t.empty} text={t.emptyHelp}>
          <TablePicture />
          {create}
        </EmptyState>
      ) : (
        <ul className="rows">
          {rows.map((table) => (
            <TableRow key={table.id} table={table} />
          ))}
        </ul>
      )}
      <CreateDialog
        opened={creating}
        onClose={() => setCreating(false)}
        onCreated={(table) => {
          list.set([table, ...(rows ?? [])]);
          navigate(`/data/${table.id}`);
        }}
      />
    </>
  );
};

/** What a table will look like, before there is one. */
const TablePicture = () => (
  <svg className="table-picture" viewBox="0 0 260 92" aria-hidden="true">
    <rect x="1" y="1" width="258" height="90" rx="9" />
    <path d="M1 24h258M1 47h258M1 69h258M90 1v90M176 1v90" />
    <g>
      <rect x="12" y="10" width="44" height="6" rx="3" />
      <rect x="101" y="10" width="52" height="6" rx="3" />
      <rect x="187" y="10" width="30" height="6" rx="3" />
    </g>
    {[35, 57, 79].map((y, n) => (
      <g key={y} data-faint>
        <rect x="12" y={y - 3} width={58 - n * 11} height="6" rx="3" />
        <rect x="101" y={y - 3} width={34 + n * 12} height="6" rx="3" />
        <rect x="187" y={y - 6} width={n === 1 ? 36 : 46} height="12" rx="6" data-chip />
      </g>
    ))}
  </svg>
);

const TableRow = ({ table }: { table: DataTable }) => {
  const t = useTablesTexts();
  const locale = useLocale();
  return (
    <li className="row">
      <Link href={`/data/${table.id}`} className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="database" size={18} />
        </span>
        <span className="row-words">
          <strong>{table.name}</strong>
          <small>{table.description || table.columns.map(({ name }) => name).join(', ')}</small>
        </span>
        <span className="row-side">
          <span>{t.rows(table.rowCount)}</span>
          <small title={dateTime(table.updatedAt, locale)}>
            {t.columnsCount(table.columns.length)} · {ago(table.createdAt, locale)}
          </small>
        </span>
        <Icon name="chevron-right" size={16} />
      </Link>
    </li>
  );
};
