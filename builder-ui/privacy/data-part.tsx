import { Button, Group, NumberInput, Stack, Switch, Title } from '@mantine/core';
import { useState } from 'react';
import type { PartProps } from '../settings/settings-page.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { CatalogueList } from './catalogue-list.tsx';
import { DeletionCard } from './deletion-card.tsx';
import { ExportCard } from './export-card.tsx';
import { ImportCard } from './import-card.tsx';
import './privacy.css';
import { loadRetention, type Retention, type RetentionRule, saveRetention } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';

/** How long data stays, how all of it is taken out, and how the account goes. */
export const DataPart = ({ tenant, mayWrite }: PartProps) => {
  const t = usePrivacyTexts();
  const { data, error, reload, set } = useQuery('retention', loadRetention);
  return (
    <Stack gap="xl">
      <section>
        <Title order={2}>{t.keepTitle}</Title>
        <p className="settings-help">{t.keepHelp}</p>
        {data ? (
          <RetentionForm key={JSON.stringify(data)} retention={data} mayWrite={mayWrite} onSaved={set} />
        ) : error === undefined ? (
          <RowsSkeleton rows={5} />
        ) : (
          <ErrorState error={error} retry={reload} />
        )}
        <CatalogueList />
      </section>
      <ExportCard />
      <ImportCard />
      <DeletionCard name={tenant.name} />
    </Stack>
  );
};

interface FormProps {
  retention: Retention;
  mayWrite: boolean;
  onSaved: (retention: Retention) => void;
}

const RetentionForm = ({ retention, mayWrite, onSaved }: FormProps) => {
  const t = usePrivacyTexts();
  const texts = useTexts();
  const [days, setDays] = useState(() => Object.fromEntries(retention.kinds.map(({ kind, days: n }) => [kind, n])));
  const [hold, setHold] = useState(retention.hold);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      onSaved(await saveRetention({ days, hold }));
      toastDone(t.saved);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="sm">
        {retention.kinds.map((rule) => (
          <DaysField
            key={rule.kind}
            rule={rule}
            days={days[rule.kind] ?? null}
            readOnly={!mayWrite}
            onChange={(next) => setDays((before) => ({ ...before, [rule.kind]: next }))}
          />
        ))}
        <p className="settings-help">{t.auditKept}</p>
        <Switch
          label={t.hold}
          description={t.holdHelp}
          checked={hold}
          disabled={!mayWrite}
          onChange={(event) => setHold(event.currentTarget.checked)}
        />
        <Group gap="md">
          {mayWrite && (
            <Button type="submit" loading={busy}>
              {texts.common.save}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
};

interface DaysProps {
  rule: RetentionRule;
  days: number | null;
  readOnly: boolean;
  onChange: (days: number | null) => void;
}

const DaysField = ({ rule, days, readOnly, onChange }: DaysProps) => {
  const t = usePrivacyTexts();
  const { kind, least, most, endless } = rule;
  const help = [t.bounds(least, most), ...(endless ? [t.endless] : [])].join('; ');
  return (
    <NumberInput
      className="privacy-days"
      label={t.kinds[kind]}
      description={help}
      suffix={` ${t.days}`}
      min={least}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      required={!endless}
      withAsterisk={false}
      readOnly={readOnly}
      value={days ?? ''}
      onChange={(value) => onChange(typeof value === 'number' ? value : null)}
    />
  );
};
