import { Badge, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { setSearch, usePlace } from '../../router.ts';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { ago } from '../../shell/times.ts';
import { toastError } from '../../shell/toasts.tsx';
import { useLocale, useTexts } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { deskApi, type LifetimeLicence } from './desk-api.ts';
import { useDeskTexts } from './desk-texts.ts';
import { ImportLifetime } from './import-lifetime.tsx';

const STATES = ['', 'open', 'claimed'] as const;
/** As many as the server gives at once. */
const PAGE = 50;

/** Licences that were sold for life, and what became of each. */
export const LicencesPart = () => {
  const { lifetime: t } = useDeskTexts();
  const { search } = usePlace();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const [importing, setImporting] = useState(false);
  const state = STATES.find((one) => one === search.get('state')) ?? '';
  const filter = { q: q || undefined, state: state || undefined };
  const { data, error, reload } = useQuery(`billing lifetime ${JSON.stringify(filter)}`, () =>
    deskApi.lifetime(filter),
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
      {!data && (error === undefined ? <RowsSkeleton rows={4} /> : <ErrorState error={error} retry={reload} />)}
      {data && (
        <>
          <p className="plan-note">{t.counts(data.open, data.claimed)}</p>
          <Rows key={JSON.stringify(filter) + data.data[0]?.id} first={data.data} filter={filter} />
        </>
      )}
      <ImportLifetime opened={importing} onClose={() => setImporting(false)} onDone={reload} />
    </Stack>
  );
};

interface RowsProps {
  first: LifetimeLicence[];
  filter: { q: string | undefined; state: string | undefined };
}

const Rows = ({ first, filter }: RowsProps) => {
  const { lifetime: t } = useDeskTexts();
  const texts = useTexts();
  const [later, setLater] = useState<LifetimeLicence[]>([]);
  const [over, setOver] = useState(false);
  const rows = [...first, ...later];
  if (rows.length === 0) return <p className="settings-help">{t.none}</p>;
  const more = async () => {
    try {
      const { data } = await deskApi.lifetime({ ...filter, after: rows.at(-1)?.id });
      setLater([...later, ...data]);
      setOver(data.length < PAGE);
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      <ul className="rows" aria-label={t.list}>
        {rows.map((licence) => (
          <LicenceRow key={licence.id} licence={licence} />
        ))}
      </ul>
      {rows.length >= PAGE && !over && (
        <Button variant="subtle" onClick={() => void more()}>
          {texts.common.more}
        </Button>
      )}
    </>
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
