import { Badge, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { setSearch, usePlace } from '../../router.ts';
import { PagedRows } from '../../shell/paged-rows.tsx';
import { ago } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { usePages } from '../../use-pages.ts';
import { deskApi, type LifetimeLicence, type LifetimeList } from './desk-api.ts';
import { useDeskTexts } from './desk-texts.ts';
import { ImportLifetime } from './import-lifetime.tsx';

const STATES = ['', 'open', 'claimed'] as const;

/** Licences that were sold for life, and what became of each. */
export const LicencesPart = () => {
  const { lifetime: t } = useDeskTexts();
  const { search } = usePlace();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const [importing, setImporting] = useState(false);
  const state = STATES.find((one) => one === search.get('state')) ?? '';
  const filter = { q: q || undefined, state: state || undefined };
  const list = usePages<LifetimeLicence, LifetimeList>(`billing lifetime ${JSON.stringify(filter)}`, (cursor) =>
    deskApi.lifetime(filter, cursor),
  );
  return (
    <Stack gap="md">
      <Group justify="space-between" align="start">
        <p className="settings-help billing-grow">{t.help}</p>
        <Button leftSection={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>
          {t.import}
        </Button>
      </Group>
      <div className="billing-filters">
        <TextInput
          label={t.find}
          description={t.findHelp}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label={t.state}
          value={state}
          onChange={(event) => setSearch({ state: event.currentTarget.value || null })}
          data={STATES.map((value) => ({ value, label: t.states[value] }))}
        />
      </div>
      {list.first && <p className="plan-note">{t.counts(list.first.open, list.first.claimed)}</p>}
      <PagedRows
        list={list}
        label={t.list}
        row={(licence) => <LicenceRow key={licence.id} licence={licence} />}
        none={<p className="settings-help">{t.none}</p>}
        skeleton={{ rows: 4 }}
      />
      <ImportLifetime opened={importing} onClose={() => setImporting(false)} onDone={list.reload} />
    </Stack>
  );
};

const LicenceRow = ({ licence }: { licence: LifetimeLicence }) => {
  const { lifetime: t } = useDeskTexts();
  const locale = useLocale();
  const { claimedAt, claimedTenant } = licence;
  const who = claimedTenant?.name ?? t.gone;
  const what =
    claimedAt === null ? t.imported(ago(licence.importedAt, locale)) : t.claimed(who, ago(claimedAt, locale));
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="key" size={18} />
        </span>
        <span className="row-words">
          <strong>{licence.email}</strong>
          <small>
            {licence.product} · {what}
          </small>
        </span>
      </span>
      {claimedAt === null && (
        <Badge color="yellow" variant="light" tt="none" fw={550}>
          {t.waiting}
        </Badge>
      )}
    </li>
  );
};
