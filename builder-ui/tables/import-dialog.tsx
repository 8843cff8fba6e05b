import { Alert, Button, FileButton, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { type CsvHead, columnFor, readCsvHead, withHeader } from './csv-head.ts';
import { ImportReportView } from './import-report.tsx';
import type { DataTable } from './table-types.ts';
import { type ImportReport, tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';

interface ImportDialogProps {
  table: DataTable;
  opened: boolean;
  onClose: () => void;
  onImported: () => void;
}

/** A CSV: first the file, then which column goes where, then what would come of it, then it is written. */
export const ImportDialog = ({ opened, ...props }: ImportDialogProps) => {
  const t = useTablesTexts();
  return (
    <Modal opened={opened} onClose={props.onClose} title={t.import} size="xl">
      <Import {...props} />
    </Modal>
  );
};

const MOST_BYTES = 20 * 1024 * 1024;

/** As spreadsheets write it: UTF-8, or what Windows had before. */
const textOf = async (file: File): Promise<string> => {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

interface Chosen {
  text: string;
  head: CsvHead;
  /** By column of the file; null: left out. */
  names: (string | null)[];
  key: string | null;
}

const Import = ({ table, onImported }: Omit<ImportDialogProps, 'opened'>) => {
  const t = useTablesTexts();
  const english = useLocale() === 'en';
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const choose = async (file: File | null) => {
    if (!file) return;
    setReport(null);
    setChosen(null);
    setFault(file.size > MOST_BYTES ? t.tooLarge : null);
    if (file.size > MOST_BYTES) return;
    const text = await textOf(file);
    const head = readCsvHead(text);
    if (head.sample.length === 0) return setFault(t.noRowsInFile);
    setChosen({ text, head, names: uniqueNames(head.header.map((name) => columnFor(name, table.columns))), key: null });
  };
  const send = async (dryRun: boolean) => {
    if (!chosen) return;
    setBusy(true);
    try {
      const { text, head, names, key } = chosen;
      const options = { delimiter: head.delimiter, dates: english ? ('mdy' as const) : ('dmy' as const), dryRun };
      const told = await tablesApi.importCsv(table.id, withHeader(text, head, names), {
        ...options,
        ...(key === null ? {} : { key }),
      });
      if (dryRun) return setReport(told);
      toastDone(t.imported(told.inserted + told.updated));
      onImported();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const pick = (
    <FileButton accept=".csv,.txt,.tsv,text/csv" onChange={(file) => void choose(file)}>
      {(props) => (
        <Button {...props} variant={chosen ? 'default' : 'filled'} leftSection={<Icon name="upload" size={16} />}>
          {chosen ? t.otherFile : t.chooseFile}
        </Button>
      )}
    </FileButton>
  );
  if (report)
    return (
      <ImportReportView report={report} busy={busy} onBack={() => setReport(null)} onImport={() => void send(false)} />
    );
  return (
    <Stack>
      {!chosen && <Text size="sm">{t.importHelp}</Text>}
      {fault && (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      )}
      {chosen && <Mapping table={table} chosen={chosen} onChange={setChosen} />}
      <Group justify="space-between">
        {pick}
        {chosen && (
          <Button loading={busy} disabled={chosen.names.every((name) => name === null)} onClick={() => void send(true)}>
            {t.check}
          </Button>
        )}
      </Group>
    </Stack>
  );
};

/** A column of the table is written by one of the file: the first that means it. */
const uniqueNames = (names: (string | null)[]): (string | null)[] =>
  names.map((name, n) => (names.indexOf(name) === n ? name : null));

interface MappingProps {
  table: DataTable;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}

const Mapping = ({ table, chosen, onChange }: MappingProps) => {
  const t = useTablesTexts();
  const { head, names, key } = chosen;
  const goes = names.filter((name) => name !== null);
  const set = (at: number, name: string | null) => {
    const next = names.map((one, n) => (n === at ? name : one === name ? null : one));
    onChange({ ...chosen, names: next, key: key !== null && next.includes(key) ? key : null });
  };
  const keys = table.columns.filter(({ unique, name }) => unique && names.includes(name));
  return (
    <>
      <div className="table-mapping">
        <table className="table-conflict">
          <thead>
            <tr>
              <th>{t.inFile}</th>
              <th>{t.sample}</th>
              <th>{t.inTable}</th>
            </tr>
          </thead>
          <tbody>
            {head.header.map((name, n) => (
              // Columns of a file are told apart by their place.
              <tr key={n}>
                <th scope="row">{name || n + 1}</th>
                <td className="table-sample">
                  {head.sample
                    .map((row) => row[n] ?? '')
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(' · ')}
                </td>
                <td>
                  <Select
                    size="xs"
                    clearable
                    aria-label={`${t.inTable}: ${name}`}
                    placeholder={t.leaveOut}
                    data={table.columns.map((column) => column.name)}
                    value={names[n] ?? null}
                    onChange={(to) => set(n, to)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {keys.length > 0 && (
        <Select
          label={t.importKey}
          allowDeselect={false}
          data={[
            { value: '', label: t.importKeyNone },
            ...keys.map(({ name }) => ({ value: name, label: t.importKeyBy(name) })),
          ]}
          value={key ?? ''}
          onChange={(to) => onChange({ ...chosen, key: to || null })}
        />
      )}
      <Text size="sm" c="dimmed">
        {goes.length === 0 ? t.nothingMapped : t.mapped(goes.length, names.length)}
      </Text>
    </>
  );
};
