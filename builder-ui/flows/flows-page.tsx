import { ActionIcon, Button, Group, Title, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { api } from '../api-client.ts';
import { newDocument } from '../document/new-node.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate, usePlace } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useRunChanges } from '../use-run-changes.ts';
import { ArchiveDialog } from './archive-dialog.tsx';
import { ArchivedFlows } from './archived-flows.tsx';
import { forgetGone } from './archiving.ts';
import { BulkBar } from './bulk-bar.tsx';
import { chooseFlows, foldersOf, isWish, tagsOf, wishOf } from './choose-flows.ts';
import { FlowFilters } from './flow-filters.tsx';
import { FlowList } from './flow-list.tsx';
import { FlowSide } from './flow-side.tsx';
import './flows.css';
import { type ListedFlow, loadActivity, loadFlows } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';
import { ImportDialog } from './import-dialog.tsx';
import { OrganizeDialog } from './organize-dialog.tsx';
import { useFlowActions } from './use-flow-actions.ts';

const NONE: ReadonlySet<string> = new Set();

/** The flows in use; those in the archive where the address asks for them. */
export const FlowsPage = () => {
  const { search } = usePlace();
  return search.has('archived') ? <ArchivedFlows words={search.get('q') ?? ''} /> : <FlowsInUse />;
};

/** Every flow, with its place, its state and how it did lately. */
const FlowsInUse = () => {
  const t = useTexts();
  const more = useFlowsTexts();
  const locale = useLocale();
  const wish = wishOf(usePlace().search);
  const mayWrite = useMay('flows:write');
  const list = useQuery('flows', async () => {
    const flows = await loadFlows();
    forgetGone(flows);
    return flows;
  });
  const activity = useQuery('flows/activity', loadActivity);
  useRunChanges(activity.reload);
  const [importing, setImporting] = useState(false);
  const [organizing, setOrganizing] = useState<ListedFlow[] | null>(null);
  const [chosen, setChosen] = useState(NONE);
  const [archiving, setArchiving] = useState<ListedFlow[] | null>(null);
  const { actions, gone, archive } = useFlowActions(list.reload, setOrganizing, setArchiving);
  const [busy, setBusy] = useState(false);
  const create = async () => {
    setBusy(true);
    try {
      navigate(`/flows/${(await api.createFlow(newDocument(t.flows.newName))).id}`);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  const all = (list.data ?? []).filter((flow) => !gone.has(flow.id));
  const rows = chooseFlows(all, activity.data ?? new Map(), wish, locale);
  const taken = rows.filter((flow) => chosen.has(flow.id));
  const createButton = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} loading={busy} onClick={() => void create()}>
      {t.flows.create}
    </Button>
  );
  return (
    <>
      <PageHead onImport={() => setImporting(true)} createButton={createButton} />
      {list.error !== undefined && !list.data ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.data ? (
        <RowsSkeleton />
      ) : all.length === 0 ? (
        <EmptyState icon="flows" title={t.flows.empty} text={t.flows.emptyHelp}>
          <Group gap="sm" mt="sm">
            {createButton}
            <Button component={Link} href="/templates" variant="default" leftSection={<Icon name="layout" size={16} />}>
              {more.templates}
            </Button>
          </Group>
        </EmptyState>
      ) : (
        <div className="flow-page">
          <FlowSide flows={all} wish={wish} />
          <div className="flow-main">
            <FlowFilters
              wish={wish}
              chosen={
                mayWrite ? { all: rows.length > 0 && taken.length === rows.length, some: taken.length > 0 } : null
              }
              onChooseAll={(every) => setChosen(every ? new Set(rows.map(({ id }) => id)) : NONE)}
            />
            <FlowList
              rows={rows}
              activities={activity.data}
              chosen={chosen}
              setChosen={setChosen}
              mayWrite={mayWrite}
              actions={actions}
              filtered={isWish(wish)}
            />
          </div>
        </div>
      )}
      {taken.length > 0 && <BulkBar flows={taken} actions={actions} onClear={() => setChosen(NONE)} />}
      <OrganizeDialog
        flows={organizing}
        folders={foldersOf(all, locale).map(({ path }) => path)}
        tags={tagsOf(all, locale)}
        onClose={() => setOrganizing(null)}
        onDone={list.reload}
      />
      <ArchiveDialog
        flows={archiving}
        onClose={() => setArchiving(null)}
        onArchive={(flows) => {
          setChosen(NONE);
          archive(flows);
        }}
      />
      <ImportDialog opened={importing} onClose={() => setImporting(false)} onImported={list.reload} />
    </>
  );
};

const PageHead = ({ onImport, createButton }: { onImport: () => void; createButton: ReactNode }) => {
  const t = useTexts();
  const { link } = useFlowsTexts().inArchive;
  const mayWrite = useMay('flows:write');
  return (
    <header className="page-head">
      <Title order={1}>{t.pages.flows}</Title>
      <Group gap="xs">
        <Tooltip label={link}>
          <ActionIcon component={Link} href="/flows?archived=1" variant="default" size={36} aria-label={link}>
            <Icon name="archive" size={17} />
          </ActionIcon>
        </Tooltip>
        {mayWrite && (
          <Button variant="default" leftSection={<Icon name="upload" size={16} />} onClick={onImport}>
            {t.flows.import}
          </Button>
        )}
        {createButton}
      </Group>
    </header>
  );
};
