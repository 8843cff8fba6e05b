import { Button, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { triggerType } from '../document/trigger-type.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate, setSearch } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastError, toastNext } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { chooseFlows, wishOf } from './choose-flows.ts';
import './flows.css';
import { archiveNow, isBack } from './archiving.ts';
import { type ListedFlow, loadArchived, restoreFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

const NO_ACTIVITY = new Map();

/** What was archived: to be looked at, and taken back as a draft. */
export const ArchivedFlows = ({ words }: { words: string }) => {
  const texts = useFlowsTexts();
  const t = texts.inArchive;
  const locale = useLocale();
  const list = useQuery('flows/archived', async () => {
    await archiveNow();
    return loadArchived();
  });
  const wish = { ...wishOf(new URLSearchParams()), words };
  const found = new Set(chooseFlows(list.data ?? [], NO_ACTIVITY, wish, locale));
  // In the order in which they were archived.
  const rows = list.data?.filter((flow) => found.has(flow)) ?? [];
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        <Button component={Link} href="/flows" variant="default" leftSection={<Icon name="chevron-left" size={16} />}>
          {t.back}
        </Button>
      </header>
      {list.error !== undefined && !list.data ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.data ? (
        <RowsSkeleton />
      ) : list.data.length === 0 ? (
        <EmptyState icon="archive" title={t.empty} text={t.emptyHelp} />
      ) : (
        <>
          <p className="archive-help">{t.help}</p>
          <TextInput
            className="page-search"
            placeholder={t.search}
            aria-label={t.search}
            leftSection={<Icon name="search" size={16} />}
            defaultValue={words}
            onChange={(event) => setSearch({ q: event.currentTarget.value })}
          />
          {rows.length === 0 ? (
            <EmptyState icon="search" title={texts.noneHere} text={texts.noneHereHelp} />
          ) : (
            <ul className="rows">
              {rows.map((flow) => (
                <ArchivedRow key={flow.id} flow={flow} onGone={list.reload} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
};

const ArchivedRow = ({ flow, onGone }: { flow: ListedFlow; onGone: () => void }) => {
  const t = useFlowsTexts().inArchive;
  const locale = useLocale();
  const mayWrite = useMay('flows:write');
  const [busy, setBusy] = useState(false);
  const when = flow.archivedAt ?? flow.updatedAt;
  const restore = async () => {
    setBusy(true);
    try {
      await restoreFlow(flow.id);
      isBack(flow.id);
      toastNext(t.restored(flow.name), t.open, () => navigate(`/flows/${flow.id}`));
      onGone();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <li className="row">
      <Link href={`/flows/${flow.id}`} className="row-main">
        <span className="row-icon" data-group="trigger">
          <Icon name={triggerType(flow.trigger ?? '')?.icon ?? 'flows'} size={18} />
        </span>
        <span className="row-words">
          <strong>{flow.name}</strong>
          <small>
            {flow.folder && `${flow.folder} · `}
            <time title={dateTime(when, locale)}>{t.when(ago(when, locale))}</time>
          </small>
        </span>
      </Link>
      {mayWrite && (
        <Button
          size="xs"
          variant="default"
          aria-label={t.restoreOf(flow.name)}
          leftSection={<Icon name="undo" size={15} />}
          loading={busy}
          onClick={() => void restore()}
        >
          {t.restore}
        </Button>
      )}
    </li>
  );
};
