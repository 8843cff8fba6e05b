import { Badge, Button, Group, Menu, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Flow, FlowVersion } from '../api-types.ts';
import { LayeredModal } from '../shell/layered-modal.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastError, toastUndo } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { CompareVersions, type Side } from './compare-versions.tsx';
import type { EditorStore } from './editor-store.ts';
import { usePeople } from './publish-api.ts';
import { usePublishTexts } from './publish-texts.ts';
import './versions.css';
import type { DraftSaving } from './use-draft-saving.ts';
import { versionDrawing } from './version-drawing.ts';

interface VersionsDialogProps {
  opened: boolean;
  store: EditorStore;
  flow: Flow;
  catalogue: Catalogue;
  session: DraftSaving;
  /** An older version is on the air again, under a new number. */
  onPublished: (version: number) => void;
  onClose: () => void;
}

/** The draft and what was published, newest first: compared, restored into the draft, put back on the air. */
export const VersionsDialog = ({ opened, onClose, ...rest }: VersionsDialogProps) => {
  const t = useTexts();
  return (
    <LayeredModal opened={opened} onClose={onClose} title={t.versions.title} size="xl">
      <Versions {...rest} onClose={onClose} />
    </LayeredModal>
  );
};

const Versions = ({ store, flow, catalogue, session, onPublished, onClose }: Omit<VersionsDialogProps, 'opened'>) => {
  const t = useTexts();
  const words = usePublishTexts();
  const people = usePeople();
  const mayWrite = useMay('flows:write');
  const list = usePages(`versions/${flow.id}/${flow.publishedVersion}`, (cursor) => api.versions(flow.id, cursor));
  const [busy, setBusy] = useState<number | null>(null);
  const [compared, setCompared] = useState<{ from: Side; to: Side } | null>(null);
  const live = flow.publishedVersion;
  const act = async (version: number, work: () => Promise<void>) => {
    setBusy(version);
    await work().catch(toastError);
    setBusy(null);
  };
  const restore = (version: number, told: string) =>
    act(version, async () => {
      const { document } = await versionDrawing(flow.id, version, catalogue, store.get().board);
      store.edit(() => document);
      toastUndo(told, store.undo);
      onClose();
    });
  const back = (version: number) =>
    act(version, async () => {
      const made = await api.rollback(flow.id, version);
      onPublished(made.version);
      const undo = async () => live !== null && onPublished((await api.rollback(flow.id, live)).version);
      toastUndo(words.backDone(version, made.version), () => void undo().catch(toastError));
    });
  if (list.error !== undefined && !list.rows) return <ErrorState error={list.error} retry={list.reload} />;
  if (!list.rows) return <RowsSkeleton rows={3} />;
  if (list.rows.length === 0) return <EmptyState icon="history" title={t.versions.none} text={t.versions.noneHelp} />;
  return (
    <Stack gap="sm">
      <ul className="rows">
        <li className="row version-row">
          <Draft changed={session.unpublished} />
          {session.unpublished && live !== null && (
            <>
              <Button size="xs" variant="default" onClick={() => setCompared({ from: live, to: 'draft' })}>
                {words.compare}
              </Button>
              {mayWrite && (
                <Button size="xs" variant="default" onClick={() => void restore(live, words.discarded(live))}>
                  {words.discard}
                </Button>
              )}
            </>
          )}
        </li>
        {list.rows.map((one) => (
          <li key={one.version} className="row version-row">
            <VersionWords version={one} live={one.version === live} who={people.get(one.createdBy ?? '')} />
            <Button size="xs" variant="default" onClick={() => setCompared({ from: one.version, to: 'draft' })}>
              {words.compare}
            </Button>
            {mayWrite && (
              <Menu position="bottom-end" withinPortal>
                <Menu.Target>
                  <Button
                    size="xs"
                    variant="default"
                    px={8}
                    loading={busy === one.version}
                    aria-label={words.more(one.version)}
                  >
                    …
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => void restore(one.version, words.restored(one.version))}>
                    {words.restore}
                  </Menu.Item>
                  {one.version !== live && (
                    <Menu.Item onClick={() => void back(one.version)}>{t.versions.back}</Menu.Item>
                  )}
                </Menu.Dropdown>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {list.more && (
        <Group justify="center">
          <Button variant="subtle" loading={list.loading} onClick={list.more}>
            {t.common.more}
          </Button>
        </Group>
      )}
      {compared && (
        <CompareVersions
          {...{ store, flow, catalogue }}
          versions={list.rows.map(({ version }) => version)}
          first={compared}
          onClose={() => setCompared(null)}
        />
      )}
    </Stack>
  );
};

const Draft = ({ changed }: { changed: boolean }) => {
  const words = usePublishTexts();
  return (
    <span className="row-main">
      <span className="row-words">
        <strong>{words.draft}</strong>
        <small>{changed ? words.draftChanged : words.draftSame}</small>
      </span>
    </span>
  );
};

interface VersionWordsProps {
  version: FlowVersion;
  live: boolean;
  /** Undefined: not known, or not shown to whoever looks. */
  who: string | undefined;
}

const VersionWords = ({ version, live, who }: VersionWordsProps) => {
  const t = useTexts();
  const words = usePublishTexts();
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
          {version.note && <span className="version-note">{version.note}</span>}
        </strong>
        <small>
          <time title={dateTime(version.createdAt, locale)}>{ago(version.createdAt, locale)}</time>
          {who && ` ${words.by(who)}`}
        </small>
      </span>
    </span>
  );
};
