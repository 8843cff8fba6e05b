import { Button, Group, NativeSelect, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FEATURES, type Feature, LIMITED, MARKETPLACES, MODULES } from '#flow/contracts/plan-features.ts';
import { featureName, marketplaceName, moduleName, useFeatureTexts, valueText } from '../../plan/feature-texts.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useTexts } from '../../texts/texts.ts';
import { catalogueApi, type OperatorPlan } from './catalogue-api.ts';
import { useCatalogueTexts } from './catalogue-texts.ts';
import { CheckList } from './check-list.tsx';
import { DeedDialog } from './deed-dialog.tsx';
import { DunningSteps } from './dunning-steps.tsx';
import { bodyOf, EMPTY_FORM, formOf, type PlanForm, readUsagePrices } from './plan-form.ts';

interface EditorProps {
  plan: OperatorPlan;
  reload: () => void;
  onClose: () => void;
}

type Asking = 'save' | 'publish' | 'discard' | null;

/** The draft of a plan's next version: it begins with what is sold now. */
export const PlanEditor = ({ plan, reload, onClose }: EditorProps) => {
  const t = useCatalogueTexts();
  const texts = useTexts();
  const begin = plan.draft ?? plan.live;
  const [form, setForm] = useState<PlanForm>(() => (begin ? formOf(begin) : EMPTY_FORM));
  const [saved, setSaved] = useState(form);
  const [asking, setAsking] = useState<Asking>(null);
  const change = (part: Partial<PlanForm>) => setForm((before) => ({ ...before, ...part }));
  const body = bodyOf(form);
  const isChanged = form !== saved;
  const close = () => setAsking(null);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2}>{t.draftOf(plan.tier)}</Title>
        <Group gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {texts.common.close}
          </Button>
          {plan.draft && (
            <Button variant="default" onClick={() => setAsking('discard')}>
              {t.discard}
            </Button>
          )}
          {plan.draft && (
            <Button variant="default" disabled={isChanged || body === null} onClick={() => setAsking('publish')}>
              {t.publish}
            </Button>
          )}
          <Button disabled={body === null || (!isChanged && plan.draft !== null)} onClick={() => setAsking('save')}>
            {t.saveDraft}
          </Button>
        </Group>
      </Group>
      <TextsPart form={form} change={change} />
      <PricesPart form={form} change={change} />
      <LimitsPart form={form} change={change} />
      <FeaturesPart form={form} change={change} />
      <TermsPart form={form} change={change} />
      <DeedDialog
        opened={asking === 'save'}
        title={t.saveDraft}
        confirm={t.saveDraft}
        quiet
        onClose={close}
        act={async (reason) => {
          if (!body) return;
          await catalogueApi.saveDraft(plan, body, reason);
          setSaved(form);
          toastDone(t.saved);
          reload();
        }}
      />
      <DeedDialog
        opened={asking === 'publish'}
        title={t.publish}
        text={t.publishText}
        confirm={t.publish}
        quiet
        onClose={close}
        act={async (reason) => {
          await catalogueApi.publish(plan, reason);
          toastDone(t.published(plan.draft?.number ?? 1));
          onClose();
        }}
      />
      <DeedDialog
        opened={asking === 'discard'}
        title={t.discard}
        text={t.discardText}
        confirm={t.discard}
        danger
        quiet
        onClose={close}
        act={async (reason) => {
          await catalogueApi.discard(plan, reason);
          onClose();
        }}
      />
    </Stack>
  );
};

interface PartProps {
  form: PlanForm;
  change: (part: Partial<PlanForm>) => void;
}

const Part = ({ title, help, children }: { title: string; help?: string; children: ReactNode }) => (
  <section className="card">
    <header className="card-head">
      <h2>{title}</h2>
    </header>
    {help !== undefined && <p className="plan-note">{help}</p>}
    {children}
  </section>
);

const TEXTS = ['namePt', 'nameEn', 'aboutPt', 'aboutEn', 'taxPt', 'taxEn'] as const;

const TextsPart = ({ form, change }: PartProps) => {
  const t = useCatalogueTexts();
  return (
    <Part title={t.words}>
      <div className="billing-fields">
        {TEXTS.map((name) => (
          <TextInput
            key={name}
            label={t[name]}
            required
            maxLength={500}
            value={form.texts[name]}
            onChange={(event) => change({ texts: { ...form.texts, [name]: event.currentTarget.value } })}
          />
        ))}
      </div>
    </Part>
  );
};

const PricesPart = ({ form, change }: PartProps) => {
  const t = useCatalogueTexts();
  return (
    <Part title={t.prices} help={t.priceHelp}>
      <div className="billing-fields">
        {(['month', 'year'] as const).map((interval) => (
          <div key={interval} className="billing-price">
            <TextInput
              label={t[interval]}
              inputMode="decimal"
              disabled={form[interval] === null}
              value={form[interval] ?? ''}
              onChange={(event) => change({ [interval]: event.currentTarget.value })}
            />
            <CheckList
              label={`${t[interval]}: ${t.sold}`}
              all={[{ value: interval, label: t.sold }]}
              chosen={form[interval] === null ? [] : [interval]}
              onChange={(chosen) => change({ [interval]: chosen.length === 0 ? null : '' })}
            />
          </div>
        ))}
        <Textarea
          label={t.usage}
          description={t.usageHelp}
          autosize
          minRows={2}
          error={readUsagePrices(form.usagePrices) === null ? t.badUsage : null}
          value={form.usagePrices}
          onChange={(event) => change({ usagePrices: event.currentTarget.value })}
        />
      </div>
    </Part>
  );
};

const LimitsPart = ({ form, change }: PartProps) => {
  const t = useCatalogueTexts();
  const names = useFeatureTexts();
  return (
    <Part title={t.limits} help={t.limitsHelp}>
      <div className="billing-fields" data-narrow>
        {LIMITED.map((name) => (
          <TextInput
            key={name}
            label={name.endsWith('_bytes') ? `${featureName(names, name)} (bytes)` : featureName(names, name)}
            inputMode="numeric"
            value={form.limits[name] ?? ''}
            onChange={(event) => change({ limits: { ...form.limits, [name]: event.currentTarget.value } })}
          />
        ))}
      </div>
    </Part>
  );
};

/** What a feature that comes in ways is chosen by; of several at once, up to which. */
const FeatureField = ({ name, form, change }: PartProps & { name: Feature }) => {
  const t = useCatalogueTexts();
  const names = useFeatureTexts();
  const ways: readonly string[] | null = FEATURES[name];
  const value = form.features[name];
  const current = Array.isArray(value) ? value.at(-1) : value;
  const set = (next: string) => {
    if (next === '') return change({ features: { ...form.features, [name]: false } });
    const upTo = ways ? ways.slice(0, ways.indexOf(next) + 1) : [];
    change({ features: { ...form.features, [name]: ways === null ? true : name === 'execution_modes' ? upTo : next } });
  };
  const options =
    ways === null
      ? [{ value: 'true', label: t.yes }]
      : ways.filter((one) => one !== 'none').map((one) => ({ value: one, label: String(valueText(names, one)) }));
  return (
    <NativeSelect
      label={featureName(names, name)}
      value={current === true ? 'true' : typeof current === 'string' && current !== 'none' ? current : ''}
      onChange={(event) => set(event.currentTarget.value)}
      data={[{ value: '', label: t.none }, ...options]}
    />
  );
};

const FeaturesPart = ({ form, change }: PartProps) => {
  const t = useCatalogueTexts();
  const names = useFeatureTexts();
  return (
    <Part title={t.features}>
      <div className="billing-fields" data-narrow>
        {(Object.keys(FEATURES) as Feature[]).map((name) => (
          <FeatureField key={name} name={name} form={form} change={change} />
        ))}
      </div>
      <CheckList
        label={t.modules}
        shown
        all={MODULES.map((value) => ({ value, label: moduleName(names, value) }))}
        chosen={form.modules}
        onChange={(modules) => change({ modules })}
      />
      <TextInput
        mt="md"
        maw={280}
        label={`${t.marketplaces}: ${t.choose}`}
        description={t.chooseHelp}
        inputMode="numeric"
        value={form.choose}
        onChange={(event) => change({ choose: event.currentTarget.value })}
      />
      <CheckList
        label={`${t.marketplaces}: ${t.fixed}`}
        shown
        all={MARKETPLACES.map((value) => ({ value, label: marketplaceName(names, value) }))}
        chosen={form.fixed}
        onChange={(fixed) => change({ fixed })}
      />
    </Part>
  );
};

const TermsPart = ({ form, change }: PartProps) => {
  const t = useCatalogueTexts();
  const line = (name: 'trial' | 'grace' | 'tolerance', help?: string) => (
    <TextInput
      label={t[name]}
      {...(help === undefined ? {} : { description: help })}
      value={form[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
  const many = (name: 'trialReminders' | 'renewalReminders') => (
    <Textarea
      label={t[name]}
      description={t.many}
      autosize
      minRows={2}
      value={form[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Part title={t.terms} help={t.termsHelp}>
      <div className="billing-fields">
        {line('trial', t.trialHelp)}
        {line('grace')}
        {line('tolerance')}
        {many('trialReminders')}
        {many('renewalReminders')}
      </div>
      <DunningSteps steps={form.dunning} change={(dunning) => change({ dunning })} />
    </Part>
  );
};
