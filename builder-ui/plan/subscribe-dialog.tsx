import { Alert, Button, Divider, Modal, Radio, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeedKey, useLastDeedKey } from '../deed-key.ts';
import { durationInWords } from '../document/summary.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useChangeTexts } from './change-texts.ts';
import { followRequest } from './follow-request.ts';
import { brl, centsOf, money, savingOf } from './money.ts';
import { beginTrial, type Current, createSubscription, type Interval, type Plan } from './plan-api.ts';
import { trialOf } from './plan-deed.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useProviderTexts, waysOf } from './provider-texts.ts';

interface SubscribeProps {
  plan: Plan;
  current: Current;
  interval: Interval;
  onInterval: (interval: Interval) => void;
  onClose: () => void;
  onChanged: () => void;
}

/** Who pays nothing yet: a trial where there is one, or the way to the payment. */
export const SubscribeDialog = ({ plan, current, interval, onInterval, onClose, onChanged }: SubscribeProps) => {
  const t = useChangeTexts();
  const { then } = usePlanTexts();
  const locale = useLocale();
  const [busy, setBusy] = useState<'trial' | 'pay' | null>(null);
  const keyOf = useDeedKey();
  const choiceKeyOf = useLastDeedKey();
  const ways = waysOf(current.providers);
  const [way, setWay] = useState(ways[0]?.key ?? '');
  const [coupon, setCoupon] = useState<string | null>(null);
  const trial = trialOf(plan, current);
  const act = async (what: 'trial' | 'pay', work: () => Promise<unknown>) => {
    setBusy(what);
    try {
      await work();
    } catch (error) {
      toastError(error);
      setBusy(null);
    }
  };
  const begin = () =>
    act('trial', async () => {
      const begun = await beginTrial(plan.tier, keyOf);
      onChanged();
      onClose();
      if (begun.request.status === 'done') toastDone(t.trialBegun);
      else followRequest(begun);
    });
  const pay = () =>
    act('pay', async () => {
      const chosen = ways.find(({ key }) => key === way);
      const asked = {
        ...{ planTier: plan.tier, billingCycle: interval },
        ...(chosen ? { provider: chosen.provider, method: chosen.method } : {}),
        ...(coupon ? { coupon } : {}),
      };
      const begun = await createSubscription(asked, choiceKeyOf);
      onChanged();
      followRequest(begun);
    });
  const days = trial === null ? '' : durationInWords(trial, locale);
  return (
    <Modal
      opened
      onClose={onClose}
      title={trial === null ? t.subscribeTitle(plan.name) : t.tryTitle(plan.name)}
      size={460}
    >
      <Stack gap="md">
        {trial !== null && (
          <>
            <Text size="sm">{t.tryText(days, then(current.granted?.name ?? null))}</Text>
            <Button size="md" loading={busy === 'trial'} onClick={() => void begin()} data-autofocus>
              {t.tryNow(days)}
            </Button>
            <Divider label={t.orPay} labelPosition="center" />
          </>
        )}
        <SegmentedControl
          fullWidth
          aria-label={t.billed}
          value={interval}
          onChange={(value) => onInterval(value as Interval)}
          data={[
            { value: 'month', label: t.month },
            { value: 'year', label: t.year },
          ]}
        />
        <Ways ways={ways} way={way} onWay={setWay} />
        {coupon === null ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setCoupon('')}>
            {t.haveCoupon}
          </Button>
        ) : (
          <TextInput
            label={t.coupon}
            description={t.couponHelp}
            value={coupon}
            maxLength={40}
            autoFocus
            onChange={(event) => setCoupon(event.currentTarget.value.trim().toUpperCase())}
          />
        )}
        <Sum plan={plan} interval={interval} />
        <Button
          size="md"
          variant={trial === null ? 'filled' : 'default'}
          disabled={ways.length === 0}
          loading={busy === 'pay'}
          onClick={() => void pay()}
        >
          {t.subscribe}
        </Button>
      </Stack>
    </Modal>
  );
};

const Ways = ({ ways, way, onWay }: { ways: ReturnType<typeof waysOf>; way: string; onWay: (way: string) => void }) => {
  const t = useChangeTexts();
  const words = useProviderTexts();
  if (ways.length === 0) return <Alert color="yellow">{t.noWay}</Alert>;
  return (
    <Radio.Group label={t.way} value={way} onChange={onWay}>
      <Stack gap={8} mt={6}>
        {ways.map(({ key }) => (
          <Radio key={key} value={key} label={words.ways[key] ?? key} description={words.wayHelp[key]} />
        ))}
      </Stack>
    </Radio.Group>
  );
};

const Sum = ({ plan, interval }: { plan: Plan; interval: Interval }) => {
  const t = useChangeTexts();
  const texts = usePlanTexts();
  const locale = useLocale();
  const amount = centsOf(plan, interval) ?? 0;
  const saving = interval === 'year' ? savingOf(plan) : 0;
  return (
    <div className="plan-sum">
      <span>{t.total}</span>
      <strong>
        {money(brl(amount), locale)} {texts.intervals[interval]}
      </strong>
      <small>
        {plan.taxNote} {saving > 0 && texts.saves(money(brl(saving), locale))}
      </small>
    </div>
  );
};
