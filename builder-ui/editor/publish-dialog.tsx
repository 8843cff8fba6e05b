import { Alert, Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import type { Flow } from '../api-types.ts';
import { LayeredModal } from '../shell/layered-modal.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type EditorStore, useEditor } from './editor-store.ts';
import { ListensAfter } from './listens-after.tsx';
import { ProblemRows } from './problems-list.tsx';
import { listening } from './publish-api.ts';
import { PublishChanges } from './publish-changes.tsx';
import { usePublishTexts } from './publish-texts.ts';
import { useSavingTexts } from './saving-texts.ts';

interface PublishDialogProps {
  opened: boolean;
  flow: Flow;
  store: EditorStore;
  catalogue: Catalogue;
  problems: Problem[];
  flush: () => Promise<boolean>;
  onJump: (problem: Problem) => void;
  onPublished: (version: number, before: number | null) => void;
  onClose: () => void;
}

const OPEN_RUNS = ['keep', 'cancel', 'restart'] as const;
type OpenRuns = (typeof OPEN_RUNS)[number];

/** Publishes the draft: what is wrong bars the way, what changes and what will happen is said before. */
export const PublishDialog = ({ opened, onClose, ...rest }: PublishDialogProps) => {
  const t = useTexts();
  return (
    <LayeredModal opened={opened} onClose={onClose} title={t.publish.title} size="lg">
      <Publishing {...rest} onClose={onClose} />
    </LayeredModal>
  );
};

const Publishing = (props: Omit<PublishDialogProps, 'opened'>) => {
  const { flow, store, catalogue, problems, flush, onJump, onPublished, onClose } = props;
  const t = useTexts();
  const document = useEditor(store, (state) => state.document);
  const board = useEditor(store, (state) => state.board);
  const drawing = useMemo(() => ({ document, board }), [document, board]);
  const saving = useSavingTexts();
  const [note, setNote] = useState('');
  const [openRuns, setOpenRuns] = useState<OpenRuns>('keep');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem[]>([]);
  const errors = [...problems.filter(({ severity }) => severity === 'error'), ...refused];
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const publish = async () => {
    setBusy(true);
    setRefused([]);
    try {
      if (!(await flush())) {
        const { conflicts, save } = store.get();
        if (conflicts.length > 0) onClose();
        else notifications.show({ color: 'red', message: saving.saves[save] });
        return;
      }
      const { version } = await api.publish(flow.id, { openRuns, ...(note ? { note } : {}) });
      onClose();
      onPublished(version, flow.publishedVersion);
    } catch (error) {
      if (error instanceof ApiError && error.problem.problems) setRefused(error.problem.problems);
      else toastError(error);
    } finally {
      setBusy(false);
    }
  };
  if (errors.length > 0)
    return (
      <Stack gap="sm">
        <Alert color="red">{t.publish.blocked(errors.length)}</Alert>
        <div className="problem-box">
          <ProblemRows problems={errors} {...{ document, catalogue, onJump }} />
        </div>
      </Stack>
    );
  return (
    <Stack gap="md">
      {flow.publishedVersion === null ? (
        <Text size="sm">{t.publish.first}</Text>
      ) : (
        <PublishChanges {...{ flowId: flow.id, catalogue, version: flow.publishedVersion, drawing }} />
      )}
      {warnings.length > 0 && (
        <div className="problem-box">
          <ProblemRows problems={warnings} {...{ document, catalogue, onJump }} />
        </div>
      )}
      <ListensAfter flowId={flow.id} document={document} />
      {flow.publishedVersion !== null && <OpenRunsChoice flowId={flow.id} value={openRuns} onChange={setOpenRuns} />}
      <Textarea
        label={t.publish.note}
        placeholder={t.publish.noteHint}
        autosize
        minRows={2}
        value={note}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button loading={busy} onClick={() => void publish()}>
          {t.editor.publish}
        </Button>
      </Group>
    </Stack>
  );
};

interface OpenRunsChoiceProps {
  flowId: string;
  value: OpenRuns;
  onChange: (value: OpenRuns) => void;
}

/** Asked only while something runs. */
const OpenRunsChoice = ({ flowId, value, onChange }: OpenRunsChoiceProps) => {
  const t = useTexts();
  const words = usePublishTexts();
  const { data } = useQuery(`listening/${flowId}`, () => listening(flowId));
  const open = data?.openRuns ?? [];
  const total = open.reduce((sum, { runs }) => sum + runs, 0);
  if (data && total === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noOpenRuns}
      </Text>
    );
  return (
    <Radio.Group
      label={t.publish.openRuns}
      description={
        total > 0 &&
        `${words.openRuns(total)} (${open.map((one) => words.onVersion(one.version, one.runs)).join(', ')})`
      }
      value={value}
      onChange={(next) => onChange(next as OpenRuns)}
    >
      <Stack gap={8} mt={8}>
        {OPEN_RUNS.map((one) => (
          <Radio key={one} value={one} label={t.publish.runs[one].title} description={t.publish.runs[one].help} />
        ))}
      </Stack>
    </Radio.Group>
  );
};
