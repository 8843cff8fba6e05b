import { Modal, ScrollArea } from '@mantine/core';
import type { ImportReport, ImportSource } from '#flow/import/import-report.ts';
import { ImportReportView } from '../flows/import-report-view.tsx';
import { useTexts } from '../texts/texts.ts';

interface ImportReportDialogProps {
  opened: boolean;
  report: ImportReport | null;
  /** Shows a node, and closes. */
  onJump: (id: string) => void;
  onClose: () => void;
}

const SOURCES: Readonly<Record<ImportSource, string>> = {
  n8n: 'n8n',
  'node-red': 'Node-RED',
  activepieces: 'Activepieces',
};

/** What became of what was imported, each line leading to its step. */
export const ImportReportDialog = ({ opened, report, onJump, onClose }: ImportReportDialogProps) => {
  const t = useTexts();
  return (
    <Modal
      opened={opened && report !== null}
      onClose={onClose}
      title={t.imports.title(SOURCES[report?.source ?? 'n8n'])}
      size="lg"
      scrollAreaComponent={ScrollArea.Autosize}
    >
      {report && <ImportReportView report={report} onJump={onJump} />}
    </Modal>
  );
};
