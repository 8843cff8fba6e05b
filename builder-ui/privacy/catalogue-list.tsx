import { useState } from 'react';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useQuery } from '../use-query.ts';
import { type CatalogueTable, loadCatalogue } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';

/** Every table and column that holds something of the account; fetched when somebody wants to know. */
export const CatalogueList = () => {
  const t = usePrivacyTexts();
  const [opened, setOpened] = useState(false);
  return (
    <details className="privacy-catalogue" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t.catalogue}</summary>
      {opened && <Tables />}
    </details>
  );
};

const Tables = () => {
  const { data, error, reload } = useQuery('data-catalogue', loadCatalogue);
  if (error !== undefined && !data) return <ErrorState error={error} retry={reload} />;
  if (!data) return <RowsSkeleton rows={4} />;
  return (
    <dl>
      {data.map((table) => (
        <TableEntry key={table.table} table={table} />
      ))}
    </dl>
  );
};

const TableEntry = ({ table: { table, purpose, columns } }: { table: CatalogueTable }) => {
  const t = usePrivacyTexts();
  const of = (kind: 'personal' | 'secret') =>
    columns
      .filter((column) => column.kind === kind)
      .map(({ name }) => name)
      .join(', ');
  return (
    <>
      <dt>
        {purpose} <code>{table}</code>
      </dt>
      <dd>
        {of('personal') !== '' && <div>{`${t.personal}: ${of('personal')}`}</div>}
        {of('secret') !== '' && <div>{`${t.secret}: ${of('secret')}`}</div>}
        {of('personal') === '' && of('secret') === '' && <div>{t.nothingPersonal}</div>}
      </dd>
    </>
  );
};
