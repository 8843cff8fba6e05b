import { Button, Group, NativeSelect, NumberInput, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { brl, exactMoney } from '../../plan/money.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { billingApi, type Facts, type Payment } from './billing-api.ts';
import { catalogueApi } from './catalogue-api.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { useSubscriptionsTexts } from './subscriptions-texts.ts';

type DeedName = 'comp' | 'grant' | 'extend' | 'cancel' | 'sync';

/** What may be done about a subscription now. */
export const deedsOf = (facts: Facts | null): DeedName[] => [
  'comp',
  ...(facts?.state === 'ended' ? [] : (['grant'] as const)),
  ...(facts?.state === 'trialing' && facts.providerSubscription === null ? (['extend'] as const) : []),
  ...(facts && facts.state !== 'free' && facts.state !== 'ended' ? (['cancel'] as const) : []),
  ...(facts?.providerSubscription ? (['sync'] as const) : []),
];

interface DeedsProps {
  tenant: string;
  facts: Facts | null;
  /** What an end leads to; null: FREE. */
  granted: string | null;
  onDone: () => void;
}

export const SubscriptionDeeds = ({ tenant, facts, granted, onDone }: DeedsProps) => {
  const t = useSubscriptionsTexts();
  const [open, setOpen] = useState<DeedName | null>(null);
  const about = { tenant, onDone, onClose: () => setOpen(null) };
  return (
    <Group gap="xs">
      {deedsOf(facts).map((deed) => (
        <Button key={deed} size="xs" variant="default" onClick={() => setOpen(deed)}>
          {t.deeds[deed]}
        </Button>
      ))}
      <CompDialog opened={open === 'comp'} {...about} />
      <GrantDialog opened={open === 'grant'} granted={granted} {...about} />
      <ExtendDialog opened={open === 'extend'} {...about} />
      <CancelDialog opened={open === 'cancel'} {...about} />
      <DeedDialog
        opened={open === 'sync'}
        title={t.deeds.sync}
        text={t.deedHelp.sync}
        confirm={t.deeds.sync}
        onClose={about.onClose}
        act={async (reason) => {
          await billingApi.sync(tenant, reason);
          toastDone(t.synced);
          onDone();
        }}
      />
    </Group>
  );
};

interface DialogProps {
  opened: boolean;
  tenant: string;
  onDone: () => void;
  onClose: () => void;
}

type Unit = 'D' | 'M';
interface Length {
  n: number | string;
  unit: Unit;
}
const iso = ({ n, unit }: Length): string => `P${n}${unit}`;
const isLength = ({ n }: Length): boolean => typeof n === 'number' && Number.isInteger(n) && n > 0;

const LengthInput = ({ value, onChange }: { value: Length; onChange: (value: Length) => void }) => {
  const t = useSubscriptionsTexts();
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <NumberInput
        label={t.duration}
        min={1}
        max={value.unit === 'D' ? 3_650 : 120}
        allowDecimal={false}
        data-autofocus
        value={value.n}
        onChange={(n) => onChange({ ...value, n })}
      />
      <NativeSelect
        aria-label={t.duration}
        value={value.unit}
        onChange={(event) => onChange({ ...value, unit: event.currentTarget.value === 'D' ? 'D' : 'M' })}
        data={[
          { value: 'D', label: t.days },
          { value: 'M', label: t.monthsUnit },
        ]}
      />
    </Group>
  );
};

const CompDialog = ({ opened, tenant, onDone, onClose }: DialogProps) => {
  const t = useSubscriptionsTexts();
  const [length, setLength] = useState<Length>({ n: 30, unit: 'D' });
  const [tier, setTier] = useState('');
  const plans = useQuery(opened ? 'billing plans' : null, catalogueApi.plans).data ?? [];
  const sold = plans.filter(({ live, archivedAt }) => live !== null && archivedAt === null);
  return (
    <DeedDialog
      opened={opened}
      title={t.deeds.comp}
      text={t.deedHelp.comp}
      confirm={t.deeds.comp}
      ready={isLength(length)}
      onClose={onClose}
      act={async (reason, keyOf) => {
        await billingApi.comp(tenant, { ...(tier === '' ? {} : { tier }), duration: iso(length) }, reason, keyOf);
        toastDone(t.asked);
        onDone();
      }}
    >
      <NativeSelect
        label={t.plan}
        value={tier}
        onChange={(event) => setTier(event.currentTarget.value)}
        data={[{ value: '', label: t.tierKept }, ...sold.map((one) => ({ value: one.tier, label: one.tier }))]}
      />
      <LengthInput value={length} onChange={setLength} />
    </DeedDialog>
  );
};

const ExtendDialog = ({ opened, tenant, onDone, onClose }: DialogProps) => {
  const t = useSubscriptionsTexts();
  const [length, setLength] = useState<Length>({ n: 7, unit: 'D' });
  return (
    <DeedDialog
      opened={opened}
      title={t.deeds.extend}
      text={t.deedHelp.extend}
      confirm={t.deeds.extend}
      ready={isLength(length)}
      onClose={onClose}
      act={async (reason, keyOf) => {
        await billingApi.extendTrial(tenant, { duration: iso(length) }, reason, keyOf);
        toastDone(t.asked);
        onDone();
      }}
    >
      <LengthInput value={length} onChange={setLength} />
    </DeedDialog>
  );
};

const CancelDialog = ({ opened, tenant, onDone, onClose }: DialogProps) => {
  const t = useSubscriptionsTexts();
  const [when, setWhen] = useState<'period_end' | 'now'>('period_end');
  return (
    <DeedDialog
      opened={opened}
      title={t.deeds.cancel}
      text={t.deedHelp.cancel}
      confirm={t.deeds.cancel}
      danger
      onClose={onClose}
      act={async (reason, keyOf) => {
        await billingApi.cancel(tenant, { when }, reason, keyOf);
        toastDone(t.asked);
        onDone();
      }}
    >
      <Radio.Group label={t.when} value={when} onChange={(value) => setWhen(value === 'now' ? 'now' : 'period_end')}>
        <Stack gap={8} mt={6}>
          <Radio value="period_end" label={t.whens.period_end} />
          <Radio value="now" label={t.whens.now} />
        </Stack>
      </Radio.Group>
    </DeedDialog>
  );
};

interface RefundProps {
  tenant: string;
  /** null: closed. */
  payment: Payment | null;
  onDone: () => void;
  onClose: () => void;
}

export const RefundDialog = ({ tenant, payment, onDone, onClose }: RefundProps) => {
  const t = useSubscriptionsTexts();
  const locale = useLocale();
  const left = payment ? payment.amount.amount - payment.refunded.amount : 0;
  const [given, setGiven] = useState<number | string>('');
  const reais = given === '' ? left / 100 : Number(given);
  const cents = Math.round(reais * 100);
  return (
    <DeedDialog
      opened={payment !== null}
      title={t.deeds.refund}
      text={t.deedHelp.refund}
      confirm={t.deeds.refund}
      danger
      ready={cents > 0 && cents <= left}
      onClose={() => {
        setGiven('');
        onClose();
      }}
      act={async (reason, keyOf) => {
        if (!payment) return;
        const what = { payment: payment.id, ...(cents === left ? {} : { amount: brl(cents) }) };
        await billingApi.refund(tenant, what, reason, keyOf);
        toastDone(t.asked);
        onDone();
      }}
    >
      <NumberInput
        label={t.amount}
        description={t.amountHelp(exactMoney(brl(left), locale))}
        min={0.01}
        max={left / 100}
        decimalScale={2}
        fixedDecimalScale
        decimalSeparator={locale === 'en' ? '.' : ','}
        thousandSeparator={locale === 'en' ? ',' : '.'}
        prefix="R$ "
        data-autofocus
        value={reais}
        onChange={setGiven}
      />
    </DeedDialog>
  );
};
