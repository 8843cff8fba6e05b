import { Button } from '@mantine/core';
import { ExportButton } from '../plan/plan-lock.tsx';
import { usePlace } from '../router.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { type AuditFilter, exportAddress, listAudit } from './audit-api.ts';
import './audit.css';
import { AuditFilters } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import { useAuditTexts } from './audit-texts.ts';
import { ChainState } from './chain-state.tsx';
import { ExportCard } from './export-card.tsx';

/** Who did what, when and from where. */
export const AuditPart = () => {
  const t = useAuditTexts();
  const texts = useTexts();
  const { search } = usePlace();
  const of = (name: keyof AuditFilter) => search.get(name) ?? '';
  const filter: AuditFilter = { q: of('q'), actor: of('actor'), kind: of('kind'), from: of('from'), to: of('to') };
  const filtered = Object.values(filter).some((one) => one !== '');
  const list = usePages(`audit?${JSON.stringify(filter)}`, (cursor) => listAudit(filter, cursor));
  const rows = list.rows;
  return (
    <>
      <p className="settings-help">{t.help}</p>
      <ChainState />
      <ExportCard />
      <AuditFilters filter={filter} filtered={filtered} />
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton rows={6} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={filtered ? 'search' : 'history'}
          title={filtered ? t.noneFound : t.none}
          text={filtered ? t.noneFoundHelp : t.noneHelp}
        />
      ) : (
        <ul className="rows">
          {rows.map((entry) => (
            <AuditRow key={entry.seq} entry={entry} />
          ))}
        </ul>
      )}
      <div className="audit-foot">
        {list.more && (
          <Button variant="default" loading={list.loading} onClick={list.more}>
            {texts.common.more}
          </Button>
        )}
        {rows && rows.length > 0 && (
          <>
            <ExportButton href={exportAddress(filter, 'csv')} label={t.csv} icon="download" />
            <ExportButton href={exportAddress(filter, 'jsonl')} label={t.jsonl} icon="download" />
          </>
        )}
      </div>
    </>
  );
};
