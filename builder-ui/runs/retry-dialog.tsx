import { Alert, Button, Group, Modal, Select, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale, type Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { nodeLabel } from '../document/node-label.ts';
import { triggerType } from '../document/trigger-type.ts';
import { navigate } from '../router.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { JsonField } from './json-field.tsx';
import { type RetryAsk, runsApi } from './runs-api.ts';
import { useRunsTexts } from './runs-texts.ts';
import { TryInEditor } from './try-in-editor.tsx';

interface RetryDialogProps {
  run: Run;
  document: FlowDocument;
  catalogue: Catalogue;
  /** The step that was asked for; null: the beginning. */
  from: string | null;
  onClose: () => void;
}

const START = '';

/** Which step it begins at, with which data, on which version: then a new run, tied to this one. */
export const RetryDialog = ({ run, document, catalogue, from, onClose }: RetryDialogProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const before = (run.trigger as { data?: Json }).data ?? null;
  const [start, setStart] = useState(from ?? START);
  const [edits, setEdits] = useState(false);
  const [data, setData] = useState<Json | undefined>(before);
  const [version, setVersion] = useState(String(run.flowVersion ?? ''));
  const [busy, setBusy] = useState(false);
  const flow = useQuery(`flow-of-retry/${run.flowId}`, () => api.flow(run.flowId)).data?.flow;
  const type = triggerType(document.trigger.type);
  // What stands in a loop has no place of its own to begin at.
  const steps = document.nodes.filter((node) => node.parent === undefined);
  const newest = flow?.publishedVersion ?? null;
  const versions = [
    run.flowVersion === null
      ? { value: '', label: r.retry.draft }
      : { value: String(run.flowVersion), label: r.retry.same(run.flowVersion) },
    ...(newest !== null && newest !== run.flowVersion
      ? [{ value: String(newest), label: r.retry.newest(newest) }]
      : []),
  ];
  const go = async () => {
    const ask: RetryAsk = {
      ...(start === START ? {} : { from: start }),
      ...(edits && data !== undefined ? { data } : {}),
      ...(version !== '' && version !== String(run.flowVersion) ? { version: Number(version) } : {}),
    };
    setBusy(true);
    try {
      const { id } = await runsApi.retry(run.id, ask);
      onClose();
      navigate(`/runs/${id}`);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={r.retry.title} size="lg">
      <Stack gap="sm">
        <Select
          label={r.retry.from}
          searchable
          allowDeselect={false}
          data={[
            {
              value: START,
              label: `${type ? inLocale(type.title, locale) : document.trigger.type} (${r.retry.beginning})`,
            },
            ...steps.map((node) => ({ value: node.id, label: nodeLabel(node, catalogue, locale) })),
          ]}
          value={start}
          onChange={(next) => setStart(next ?? START)}
        />
        <p className="field-hint">{start === START ? r.retry.all : r.retry.keeps}</p>
        {versions.length > 1 && (
          <Select
            label={r.retry.version}
            allowDeselect={false}
            data={versions}
            value={version}
            onChange={(next) => setVersion(next ?? '')}
          />
        )}
        <Switch label={r.retry.edit} checked={edits} onChange={(event) => setEdits(event.currentTarget.checked)} />
        {edits && <JsonField label={r.retry.data} initial={before} minRows={6} onChange={setData} />}
        {start !== START && <TryInEditor run={run} node={start} />}
        {run.test && <Alert variant="light">{t.runs.test}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button data-autofocus loading={busy} disabled={edits && data === undefined} onClick={() => void go()}>
            {r.retry.go}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
