import { Button, FileButton, Group, Modal, ScrollArea, Select, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Imported, ImportReport } from '#flow/import/import-report.ts';
import { api } from '../api-client.ts';
import { type ReadFault, readDocument } from '../document/read-document.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useCatalogue } from '../use-catalogue.ts';
import { useFlowsTexts } from './flows-texts.ts';
import { importFiles } from './import-files.ts';
import { ImportReportView } from './import-report-view.tsx';
import { importPasted, keepReport, workflowIn } from './import-workflow.ts';

type Reading = { document: FlowDocument; report?: ImportReport } | { fault: ReadFault } | null;

/** What of a text can become a flow: a document of ours, or a workflow of another system with what became of it. */
const useReading = (text: string, part: string | undefined): Reading => {
  const locale = useLocale();
  const { catalogue } = useCatalogue();
  const [made, setMade] = useState<{ of: string; imported: Imported | null }>();
  const workflow = workflowIn(text);
  const isWorkflow = workflow !== undefined;
  useEffect(() => {
    if (!isWorkflow || !catalogue) return;
    let over = false;
    importPasted(workflowIn(text), { catalogue, locale, ...(part === undefined ? {} : { part }) })
      .then((imported) => over || setMade({ of: `${part} ${text}`, imported }))
      .catch(toastError);
    return () => {
      over = true;
    };
  }, [text, part, isWorkflow, catalogue, locale]);
  if (text.trim() === '') return null;
  if (!isWorkflow) return readDocument(text);
  // While another flow of the same document is read, the one before stays on the screen.
  return made?.of.endsWith(` ${text}`) ? made.imported : null;
};

interface ImportDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Several files became flows: there is no one of them to open. */
  onImported: () => void;
}

/** A document as text or as a file becomes a new flow; its problems are shown in the editor, not here. */
export const ImportDialog = ({ opened, onClose, onImported }: ImportDialogProps) => {
  const t = useTexts();
  const more = useFlowsTexts();
  const locale = useLocale();
  const { catalogue } = useCatalogue();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [part, setPart] = useState<string>();
  const read = useReading(text, part);
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
  const take = (given: string) => {
    setText(given);
    setPart(undefined);
  };
  const takeFiles = async (files: File[]) => {
    const [only] = files;
    if (files.length === 1 && only && !only.name.endsWith('.zip')) return take(await only.text());
    if (!catalogue || files.length === 0) return;
    setBusy(true);
    try {
      const { made, failed } = await importFiles(files, { catalogue, locale });
      if (made > 0) toastDone(more.imported(made));
      if (failed.length > 0) toastError(new Error(more.notImported(failed.join(', '))));
      onImported();
      onClose();
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
          onChange={(event) => take(event.currentTarget.value)}
          error={read && 'fault' in read ? t.flows.importFaults[read.fault] : undefined}
        />
        {report?.parts && (
          <Select
            label={t.imports.part}
            data={report.parts.map(({ id, name }) => ({ value: id, label: name }))}
            value={report.part ?? null}
            allowDeselect={false}
            onChange={(id) => setPart(id ?? undefined)}
          />
        )}
        {report && (
          <ScrollArea.Autosize mah="max(140px, calc(90dvh - 430px))" type="auto">
            <ImportReportView report={report} />
          </ScrollArea.Autosize>
        )}
        <Group justify="space-between">
          <FileButton multiple accept="application/json,.json,.zip" onChange={(files) => void takeFiles(files)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<Icon name="upload" size={16} />}>
                {t.flows.chooseFile}
              </Button>
            )}
          </FileButton>
          <Button
            loading={busy}
            disabled={!read || 'fault' in read || (part !== undefined && report?.part !== part)}
            onClick={() => read && 'document' in read && void create(read.document, report)}
          >
            {t.flows.import}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
