import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import type { Flow } from '../api-types.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { ProblemRows } from './problems-list.tsx';

interface PublishDialogProps {
  opened: boolean;
  flow: Flow;
  document: FlowDocument;
  catalogue: Catalogue;
  problems: Problem[];
  flush: () => Promise<boolean>;
  onJump: (problem: Problem) => void;
  onPublished: (version: number) => void;
  onClose: () => void;
}

const OPEN_RUNS = ['keep', 'cancel', 'restart'] as const;

export const PublishDialog = ({
  opened,
  flow,
  document,
  catalogue,
  problems,
  flush,
  onJump,
  onPublished,
  onClose,
}: PublishDialogProps) => {
  const t = useTexts();
  const [note, setNote] = useState('');
  const [openRuns, setOpenRuns] = useState<(typeof OPEN_RUNS)[number]>('keep');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem[]>([]);
  const errors = [...problems.filter(({ severity }) => severity === 'error'), ...refused];
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const publish = async () => {
    setBusy(true);
    setRefused([]);
    try {
      if (!(await flush())) return;
      const { version } = await api.publish(flow.id, { openRuns, ...(note ? { note } : {}) });
      onPublished(version);
      toastDone(t.publish.done(version));
      setNote('');
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.problem.problems) setRefused(error.problem.problems);
      else toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.publish.title} size="lg">
      {errors.length > 0 ? (
        <Stack gap="sm">
          <Alert color="red">{t.publish.blocked(errors.length)}</Alert>
          <div className="problem-box">
            <ProblemRows problems={errors} document={document} catalogue={catalogue} onJump={onJump} />
          </div>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text size="sm">
            {flow.publishedVersion === null ? t.publish.first : t.publish.next(flow.publishedVersion + 1)}
          </Text>
          {warnings.length > 0 && (
            <div className="problem-box">
              <ProblemRows problems={warnings} document={document} catalogue={catalogue} onJump={onJump} />
            </div>
          )}
          <Textarea
            label={t.publish.note}
            placeholder={t.publish.noteHint}
            autosize
            minRows={2}
            value={note}
            data-autofocus
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {flow.publishedVersion !== null && (
            <Radio.Group
              label={t.publish.openRuns}
              value={openRuns}
              onChange={(value) => setOpenRuns(value as typeof openRuns)}
            >
              <Stack gap={8} mt={8}>
                {OPEN_RUNS.map((one) => (
                  <Radio
                    key={one}
                    value={one}
                    label={t.publish.runs[one].title}
                    description={t.publish.runs[one].help}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button loading={busy} onClick={() => void publish()}>
              {t.editor.publish}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
};
