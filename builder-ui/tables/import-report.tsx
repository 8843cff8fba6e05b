import { Button, Group, Stack } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import type { ImportReport } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';

interface ImportReportViewProps {
  report: ImportReport;
  busy: boolean;
  onBack: () => void;
  onImport: () => void;
}

/** What would come of an import: how many rows, and each cell that does not fit, by its place in the spreadsheet. */
export const ImportReportView = ({ report, busy, onBack, onImport }: ImportReportViewProps) => {
  const t = useTablesTexts();
  const { inserted, updated, skipped, faultCount, faults } = report;
  return (
    <Stack>
      <p className="table-report" role="status">
        <Icon name={faultCount === 0 ? 'check' : 'alert-triangle'} size={18} />
        <span>
          <b>{t.would(inserted, updated)}.</b>{' '}
          {faultCount === 0 ? t.allFit : `${t.faultCount(faultCount)}; ${t.skipped(skipped)}`}
        </span>
      </p>
      {faults.length > 0 && (
        <div className="table-mapping">
          <table className="table-conflict table-faults">
            <thead>
              <tr>
                <th>{t.faultRow}</th>
                <th>{t.column}</th>
                <th>{t.faultWhat}</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ row, column, problem, message }) => (
                <tr key={`${row} ${column} ${problem}`}>
                  <td>{row}</td>
                  <td>{column}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {faultCount > faults.length && <small>{t.moreFaults(faultCount - faults.length)}</small>}
        </div>
      )}
      <Group justify="space-between">
        <Button variant="default" leftSection={<Icon name="chevron-left" size={16} />} onClick={onBack}>
          {t.mapAgain}
        </Button>
        <Button loading={busy} disabled={inserted + updated === 0} onClick={onImport}>
          {t.importRows(t.rows(inserted + updated))}
        </Button>
      </Group>
    </Stack>
  );
};
