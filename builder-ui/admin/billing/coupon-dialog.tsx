import { Checkbox, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { brl } from '../../plan/money.ts';
import { dayField, endOfDay } from '../../shell/day-field.ts';
import { toastDone } from '../../shell/toasts.tsx';
import type { Interval } from './billing-api.ts';
import { useBillingTexts } from './billing-texts.ts';
import { type Coupon, catalogueApi } from './catalogue-api.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { useOffersTexts } from './offers-texts.ts';
import { readReais } from './plan-form.ts';

interface CouponDialogProps {
  /** null: a new one. */
  coupon: Coupon | null;
  onClose: () => void;
  onDone: () => void;
}

interface Ends {
  uses: string;
  expires: string;
  note: string;
  active: boolean;
}

const endsOf = (coupon: Coupon | null): Ends => ({
  uses: coupon?.maxRedemptions ? String(coupon.maxRedemptions) : '',
  expires: dayField(coupon?.expiresAt),
  note: coupon?.note ?? '',
  active: coupon?.active ?? true,
});
const count = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const isCount = (text: string): boolean => text.trim() === '' || /^[1-9]\d{0,6}$/.test(text.trim());
const sent = ({ uses, expires, note }: Ends, coupon: Coupon | null) => ({
  maxRedemptions: count(uses),
  expiresAt: endOfDay(expires, coupon?.expiresAt),
  note: note.trim() || null,
});

/** A new coupon; of one that is there, what may change. */
export const CouponDialog = ({ coupon, onClose, onDone }: CouponDialogProps) => {
  const t = useOffersTexts();
  const billing = useBillingTexts();
  const [ends, setEnds] = useState(() => endsOf(coupon));
  const [code, setCode] = useState(coupon?.code ?? '');
  const [kind, setKind] = useState<'percent' | 'amount'>('percent');
  const [value, setValue] = useState('20');
  const [periods, setPeriods] = useState('3');
  const [interval, setInterval] = useState<Interval | ''>('');
  const cents = readReais(value);
  const isValue = kind === 'amount' ? cents !== null && cents > 0 : /^([1-9]\d?|100)$/.test(value.trim());
  const isNew = /^[A-Z0-9-]{3,40}$/.test(code) && isValue && isCount(periods);
  const save = async (reason: string) => {
    if (coupon) await catalogueApi.changeCoupon(coupon, { ...sent(ends, coupon), active: ends.active }, reason);
    else {
      const intervals: Interval[] = interval === '' ? [] : [interval];
      const off =
        kind === 'amount' ? { percent: null, amount: brl(cents ?? 0) } : { percent: Number(value), amount: null };
      await catalogueApi.createCoupon(
        { code, ...off, periods: count(periods), tiers: [], intervals, ...sent(ends, null) },
        reason,
      );
    }
    toastDone(billing.done);
    onDone();
  };
  return (
    <DeedDialog
      opened
      title={coupon ? `${t.change}: ${coupon.code}` : t.newCoupon}
      confirm={coupon ? t.save : t.create}
      quiet
      ready={isCount(ends.uses) && (coupon !== null || isNew)}
      onClose={onClose}
      onStale={onDone}
      act={save}
    >
      {!coupon && (
        <>
          <TextInput
            label={t.code}
            required
            maxLength={40}
            data-autofocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.toUpperCase().replace(/[^A-Z0-9-]/g, '-'))}
          />
          <SegmentedControl
            aria-label={t.kind}
            value={kind}
            onChange={(next) => setKind(next === 'amount' ? 'amount' : 'percent')}
            data={(['percent', 'amount'] as const).map((one) => ({ value: one, label: t[one] }))}
          />
          <TextInput
            label={t[kind]}
            inputMode="decimal"
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <TextInput
            label={t.periods}
            description={t.periodsHelp}
            inputMode="numeric"
            value={periods}
            onChange={(event) => setPeriods(event.currentTarget.value)}
          />
          <NativeSelect
            label={t.interval}
            value={interval}
            onChange={(event) => setInterval(event.currentTarget.value as Interval | '')}
            data={[
              { value: '', label: t.anyInterval },
              { value: 'month', label: billing.everyMonth },
              { value: 'year', label: billing.everyYear },
            ]}
          />
        </>
      )}
      <EndsFields
        ends={ends}
        change={(part) => setEnds((before) => ({ ...before, ...part }))}
        isNew={coupon === null}
      />
    </DeedDialog>
  );
};

const EndsFields = ({ ends, change, isNew }: { ends: Ends; change: (part: Partial<Ends>) => void; isNew: boolean }) => {
  const t = useOffersTexts();
  return (
    <>
      <NumberInput
        label={t.uses}
        description={t.usesHelp}
        min={1}
        allowDecimal={false}
        value={ends.uses}
        onChange={(n) => change({ uses: String(n) })}
      />
      <TextInput
        type="date"
        label={t.expires}
        description={t.expiresHelp}
        value={ends.expires}
        onChange={(event) => change({ expires: event.currentTarget.value })}
      />
      <TextInput
        label={t.note}
        maxLength={300}
        value={ends.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      {!isNew && (
        <Checkbox
          label={t.active}
          checked={ends.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
      )}
    </>
  );
};
