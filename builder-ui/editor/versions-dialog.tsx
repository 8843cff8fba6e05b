import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Flow, FlowVersion } from '../api-types.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { asDrawable } from '../document/read-document.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import type { EditorStore } from './editor-store.ts';

interface VersionsDialogProps {
  opened: boolean;
  store: EditorStore;
  flow: Flow;
  catalogue: Catalogue;
  onPublished: (version: number) => void;
  onClose: () => void;
}

/** What was published, newest first: looked at as the draft, or put back on the air. */
export const VersionsDialog = ({ opened, onClose, ...rest }: VersionsDialogProps) => {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t.versions.title} size="lg">
      <Versions {...rest} onClose={onClose} />
    </Modal>
  );
};

const Versions = ({ store, flow, catalogue, onPublished, onClose }: Omit<VersionsDialogProps, 'opened'>) => {
  const t = useTexts();
  const list = usePages(`versions/${flow.id}/${flow.publishedVersion}`, (cursor) => api.versions(flow.id, cursor));
  const [asked, setAsked] = useState<number | null>(null);
  const [busy, setBusy] = useState<number | null>(null);
  const act = async (version: number, work: () => Promise<void>) => {
    setBusy(version);
    await work().then(onClose, toastError);
    setBusy(null);
  };
  const open = (version: number) =>
    act(version, async () => {
      const { definition } = await api.version(flow.id, version);
      const read = definition && asDrawable(definition);
      if (!read || 'fault' in read) return;
      const placed = await withPlaces(read.document, catalogue);
      store.edit(() => placed);
      toastDone(t.versions.opened(version));
    });
  const back = (version: number) =>
    act(version, async () => {
      const made = await api.rollback(flow.id, version);
      onPublished(made.version);
      toastDone(t.versions.done(version, made.version));
    });
  if (list.error !== undefined && !list.rows) return <ErrorState error={list.error} retry={list.reload} />;
  if (!list.rows) return <RowsSkeleton rows={3} />;
  if (list.rows.length === 0) return <EmptyState icon="history" title={t.versions.none} text={t.versions.noneHelp} />;
  return (
    <Stack gap="sm">
      <ul className="rows">
        {list.rows.map((one) => (
          <li key={one.version} className="row version-row">
            <VersionWords version={one} live={one.version === flow.publishedVersion} />
            <Button
              size="xs"
              variant="default"
              loading={busy === one.version && asked === null}
              onClick={() => void open(one.version)}
            >
              {t.versions.open}
            </Button>
            {one.version !== flow.publishedVersion && (
              <Button size="xs" variant="default" onClick={() => setAsked(one.version)}>
                {t.versions.back}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.more && (
        <Button variant="subtle" fullWidth loading={list.loading} onClick={list.more}>
          {t.common.more}
        </Button>
      )}
      {asked !== null && (
        <Group justify="space-between" role="alertdialog" aria-label={t.versions.back}>
          <Text size="sm">{t.versions.ask(asked)}</Text>
          <Group gap="xs">
            <Button variant="default" onClick={() => setAsked(null)}>
              {t.common.cancel}
            </Button>
            <Button autoFocus loading={busy === asked} onClick={() => void back(asked)}>
              {t.versions.back}
            </Button>
          </Group>
        </Group>
      )}
    </Stack>
  );
};

const VersionWords = ({ version, live }: { version: FlowVersion; live: boolean }) => {
  const t = useTexts();
  const locale = useLocale();
  return (
    <span className="row-main">
      <span className="row-words">
        <strong>
          {`v${version.version}`}
          {live && (
            <Badge ml={8} size="sm" variant="light" tt="none">
              {t.versions.live}
            </Badge>
          )}
        </strong>
        <small>
          {version.note ? `${version.note} · ` : ''}
          <time title={dateTime(version.createdAt, locale)}>{ago(version.createdAt, locale)}</time>
        </small>
      </span>
    </span>
  );
};
