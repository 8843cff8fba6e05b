import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { Link } from '../../shell/link.tsx';
import { toastDone, toastError } from '../../shell/toasts.tsx';
import { useQuery } from '../../use-query.ts';
import { runsApi } from '../runs-api.ts';
import { useListTexts } from './list-texts.ts';

const addressOf = (query: string): string => `/runs${query === '' ? '' : `?${query}`}`;

/** Filters with a name: some of ours, and those that a person has kept. `query`: the one that is shown. */
export const SavedViews = ({ query }: { query: string }) => {
  const l = useListTexts();
  const views = useQuery('saved-views/runs', runsApi.views);
  const ours = [
    { name: l.allRuns, query: '' },
    { name: l.failedToday, query: 'status=failed&period=day' },
    { name: l.waitingNow, query: 'status=waiting%2Cpaused' },
  ];
  const own = views.data ?? [];
  const isKnown = [...ours, ...own].some((view) => view.query === query);
  const forget = async (id: string, name: string) => {
    try {
      await runsApi.deleteView(id);
      views.set(own.filter((view) => view.id !== id));
      toastDone(l.forgotten(name));
    } catch (error) {
      toastError(error);
    }
  };
  const chip = (view: { name: string; query: string }) => (
    <Link href={addressOf(view.query)} {...(view.query === query ? { 'aria-current': 'true' as const } : {})}>
      {view.name}
    </Link>
  );
  return (
    <nav className="saved-views" aria-label={l.views}>
      {ours.map((view) => (
        <span key={view.query} className="saved-view">
          {chip(view)}
        </span>
      ))}
      {own.map((view) => (
        <span key={view.id} className="saved-view" data-own>
          {chip(view)}
          <ActionIcon
            size={18}
            variant="transparent"
            color="gray"
            aria-label={l.forgetView(view.name)}
            onClick={() => void forget(view.id, view.name)}
          >
            <Icon name="x" size={11} stroke={2.4} />
          </ActionIcon>
        </span>
      ))}
      {!isKnown && <SaveView query={query} onSaved={views.reload} />}
    </nav>
  );
};

const SaveView = ({ query, onSaved }: { query: string; onSaved: () => void }) => {
  const l = useListTexts();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await runsApi.saveView({ name: name.trim(), query });
      toastDone(l.saved(name.trim()));
      setOpen(false);
      onSaved();
    } catch (error) {
      toastError(error);
    }
    setBusy(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" withinPortal shadow="md" trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Icon name="plus" size={13} />}
          onClick={() => setOpen(!open)}
        >
          {l.saveView}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={(event) => void save(event)}>
          <Group gap={6} align="flex-end" wrap="nowrap">
            <TextInput
              size="xs"
              label={l.viewName}
              placeholder={l.viewNameHint}
              maxLength={80}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button size="xs" type="submit" loading={busy} disabled={name.trim() === ''}>
              {l.save}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
};
