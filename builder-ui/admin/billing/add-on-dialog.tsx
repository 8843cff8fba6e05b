import { Checkbox, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { LIMITED } from '#flow/contracts/plan-features.ts';
import { featureName, useFeatureTexts } from '../../plan/feature-texts.ts';
import { brl } from '../../plan/money.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useBillingTexts } from './billing-texts.ts';
import { type AddOn, catalogueApi } from './catalogue-api.ts';
import { useCatalogueTexts } from './catalogue-texts.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { useOffersTexts } from './offers-texts.ts';
import { readReais } from './plan-form.ts';

const NEW: AddOn = {
  ...{ key: '', name: { pt: '', en: '' }, description: { pt: '', en: '' }, adds: {}, features: {} },
  ...{ month: brl(2_900), year: brl(29_000), tiers: [], maxQuantity: 10, sort: 900, active: true, revision: 0 },
};

interface AddOnDialogProps {
  /** null: a new one. */
  addOn: AddOn | null;
  onClose: () => void;
  onDone: () => void;
}

/** An add-on with what it costs and what it raises: one limit here; several stay as they are. */
export const AddOnDialog = ({ addOn, onClose, onDone }: AddOnDialogProps) => {
  const t = useOffersTexts();
  const plans = useCatalogueTexts();
  const billing = useBillingTexts();
  const [form, setForm] = useState<AddOn>(addOn ?? NEW);
  const [month, setMonth] = useState(String(form.month.amount / 100));
  const [year, setYear] = useState(String(form.year.amount / 100));
  const change = (part: Partial<AddOn>) => setForm((before) => ({ ...before, ...part }));
  const [cents, yearCents] = [readReais(month), readReais(year)];
  const isNamed = [form.name.pt, form.name.en, form.description.pt, form.description.en].every(
    (text) => text.trim() !== '',
  );
  const ready = /^[a-z][a-z0-9-]{1,39}$/.test(form.key) && cents !== null && yearCents !== null && isNamed;
  const text = (label: string, of: 'name' | 'description', language: 'pt' | 'en') => (
    <TextInput
      label={label}
      required
      maxLength={500}
      value={form[of][language]}
      onChange={(event) => change({ [of]: { ...form[of], [language]: event.currentTarget.value } })}
    />
  );
  return (
    <DeedDialog
      opened
      title={addOn ? `${t.edit}: ${addOn.key}` : t.newAddOn}
      confirm={addOn ? t.save : t.create}
      quiet
      ready={ready}
      onClose={onClose}
      onStale={onDone}
      act={async (reason) => {
        await catalogueApi.saveAddOn({ ...form, month: brl(cents ?? 0), year: brl(yearCents ?? 0) }, reason);
        toastDone(billing.done);
        onDone();
      }}
    >
      {!addOn && (
        <TextInput
          label={t.key}
          description={t.keyHelp}
          required
          data-autofocus
          value={form.key}
          onChange={(event) => change({ key: event.currentTarget.value.toLowerCase() })}
        />
      )}
      {text(plans.namePt, 'name', 'pt')}
      {text(plans.nameEn, 'name', 'en')}
      {text(plans.aboutPt, 'description', 'pt')}
      {text(plans.aboutEn, 'description', 'en')}
      <Group grow>
        <TextInput
          label={t.month}
          inputMode="decimal"
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        <TextInput
          label={t.year}
          inputMode="decimal"
          value={year}
          onChange={(event) => setYear(event.currentTarget.value)}
        />
      </Group>
      <RaiseFields adds={form.adds} onChange={(adds) => change({ adds })} />
      <TextInput
        label={t.tiers}
        description={t.tiersHelp}
        value={form.tiers.join(' ')}
        onChange={(event) => change({ tiers: event.currentTarget.value.toUpperCase().split(/\s+/).filter(Boolean) })}
      />
      <NumberInput
        label={t.most}
        min={1}
        max={1_000}
        value={form.maxQuantity}
        onChange={(n) => change({ maxQuantity: Number(n) || 1 })}
      />
      <Checkbox
        label={t.active}
        checked={form.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
    </DeedDialog>
  );
};

/** The one limit that it raises, and by how much. */
const RaiseFields = ({ adds, onChange }: { adds: AddOn['adds']; onChange: (adds: AddOn['adds']) => void }) => {
  const t = useOffersTexts();
  const names = useFeatureTexts();
  const [raised = '', by = 1] = Object.entries(adds)[0] ?? [];
  return (
    <Group grow align="end">
      <NativeSelect
        label={t.adds}
        value={raised}
        onChange={(event) => onChange(event.currentTarget.value === '' ? {} : { [event.currentTarget.value]: by || 1 })}
        data={[{ value: '', label: '–' }, ...LIMITED.map((value) => ({ value, label: featureName(names, value) }))]}
      />
      <NumberInput
        label={t.by}
        min={0}
        allowDecimal={false}
        disabled={raised === ''}
        value={by}
        onChange={(n) => onChange({ ...adds, [raised]: Number(n) || 0 })}
      />
    </Group>
  );
};
