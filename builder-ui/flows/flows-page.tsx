import { ActionIcon, Badge, Button, Group, Menu, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { api } from '../api-client.ts';
import type { FlowSummary } from '../api-types.ts';
import { newDocument } from '../document/new-node.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastError, toastUndo } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { ImportDialog } from './import-dialog.tsx';
import { useArchiving } from './use-archiving.ts';

export const FlowsPage = () => {
  const t = useTexts();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, 200);
  const [importing, setImporting] = useState(false);
  const [busy, setBusy] = useState(false);
  const list = usePages(`flows?q=${asked}`, (cursor) => api.flows({ q: asked, ...(cursor ? { cursor } : {}) }));
  const archiving = useArchiving();
  const wanted = words.trim().toLowerCase();
  const rows = (list.rows ?? []).filter(
    (flow) => !archiving.gone.has(flow.id) && `${flow.name} ${flow.slug}`.toLowerCase().includes(wanted),
  );

  const create = async () => {
    setBusy(true);
    try {
      navigate(`/flows/${(await api.createFlow(newDocument(t.flows.newName))).id}`);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  const archive = (flow: FlowSummary) => {
    const undo = archiving.archive(flow.id, list.reload);
    toastUndo(t.flows.archived(flow.name), undo);
  };

  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.pages.flows}</Title>
        <Group gap="xs">
          <Button variant="default" leftSection={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>
            {t.flows.import}
          </Button>
          <Button leftSection={<Icon name="plus" size={16} />} loading={busy} onClick={() => void create()}>
            {t.flows.create}
          </Button>
        </Group>
      </header>
      <TextInput
        className="page-search"
        placeholder={t.flows.search}
        aria-label={t.flows.search}
        leftSection={<Icon name="search" size={16} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {list.error !== undefined && !list.rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.rows ? (
        <RowsSkeleton />
      ) : rows.length === 0 ? (
        wanted ? (
          <EmptyState icon="search" title={t.flows.noneFound(words)} text={t.flows.noneFoundHelp} />
        ) : (
          <EmptyState icon="flows" title={t.flows.empty} text={t.flows.emptyHelp}>
            <Button mt="sm" leftSection={<Icon name="plus" size={16} />} loading={busy} onClick={() => void create()}>
              {t.flows.create}
            </Button>
          </EmptyState>
        )
      ) : (
        <ul className="rows">
          {rows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} onArchive={archive} />
          ))}
        </ul>
      )}
      {list.more && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
          {t.common.more}
        </Button>
      )}
      <ImportDialog opened={importing} onClose={() => setImporting(false)} />
    </>
  );
};

const FlowRow = ({ flow, onArchive }: { flow: FlowSummary; onArchive: (flow: FlowSummary) => void }) => {
  const t = useTexts();
  const locale = useLocale();
  return (
    <li className="row">
      <Link href={`/flows/${flow.id}`} className="row-main">
        <span className="row-icon" data-group="flow">
          <Icon name="flows" size={18} />
        </span>
        <span className="row-words">
          <strong>{flow.name}</strong>
          <small>
            {flow.slug} ·{' '}
            <time title={dateTime(flow.updatedAt, locale)}>{t.flows.changed(ago(flow.updatedAt, locale))}</time>
          </small>
        </span>
      </Link>
      <Badge
        variant={flow.publishedVersion === null ? 'default' : 'light'}
        leftSection={flow.publishedVersion === null ? undefined : <Icon name="check" size={11} stroke={3} />}
        tt="none"
        fw={550}
      >
        {flow.publishedVersion === null ? t.flows.draft : t.flows.published(flow.publishedVersion)}
      </Badge>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.common.more}>
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="history" size={15} />} onClick={() => navigate(`/runs?flow=${flow.id}`)}>
            {t.flows.seeRuns}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<Icon name="archive" size={15} />} onClick={() => onArchive(flow)}>
            {t.flows.archive}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
};
