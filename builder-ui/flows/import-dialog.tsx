import { Button, FileButton, Group, Modal, ScrollArea, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Imported, ImportReport } from '#flow/import/import-report.ts';
import { api } from '../api-client.ts';
import { type ReadFault, readDocument } from '../document/read-document.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useCatalogue } from '../use-catalogue.ts';
import { ImportReportView } from './import-report-view.tsx';
import { importWorkflow, keepReport, workflowIn } from './import-workflow.ts';

type Reading = { document: FlowDocument; report?: ImportReport } | { fault: ReadFault } | null;

/** What of a text can become a flow: a document of ours, or a workflow of n8n with what became of it. */
const useReading = (text: string): Reading => {
  const locale = useLocale();
  const { catalogue } = useCatalogue();
  const [made, setMade] = useState<{ text: string; imported: Imported | null }>();
  const workflow = workflowIn(text);
  const isWorkflow = workflow !== undefined;
  useEffect(() => {
    if (!isWorkflow || !catalogue) return;
    let over = false;
    importWorkflow(workflowIn(text), { catalogue, locale })
      .then((imported) => over || setMade({ text, imported }))
      .catch(toastError);
    return () => {
      over = true;
    };
  }, [text, isWorkflow, catalogue, locale]);
  if (text.trim() === '') return null;
  if (!isWorkflow) return readDocument(text);
  return made?.text === text ? made.imported : null;
};

/** A document as text or as a file becomes a new flow; its problems are shown in the editor, not here. */
export const ImportDialog = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const t = useTexts();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const read = useReading(text);
  const create = async (definition: FlowDocument, report: ImportReport | null) => {
    setBusy(true);
    try {
      const { id } = await api.createFlow(definition);
      if (report) keepReport(id, report);
      navigate(`/flows/${id}`);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const report = (read && 'document' in read ? read.report : null) ?? null;
  return (
    <Modal opened={opened} onClose={onClose} title={t.flows.importTitle} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.flows.importHelp}
        </Text>
        <Textarea
          aria-label="JSON"
          classNames={{ input: 'mono' }}
          placeholder='{ "language": "trama/1", … }'
          value={text}
          autosize
          minRows={report ? 3 : 8}
          maxRows={report ? 5 : 18}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
          error={read && 'fault' in read ? t.flows.importFaults[read.fault] : undefined}
        />
        {report && (
          <ScrollArea.Autosize mah={320} type="auto">
            <ImportReportView report={report} />
          </ScrollArea.Autosize>
        )}
        <Group justify="space-between">
          <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(setText)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<Icon name="upload" size={16} />}>
                {t.flows.chooseFile}
              </Button>
            )}
          </FileButton>
          <Button
            loading={busy}
            disabled={!read || 'fault' in read}
            onClick={() => read && 'document' in read && void create(read.document, report)}
          >
            {t.flows.import}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
