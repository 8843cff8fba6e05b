import { Badge, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { inLocale } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import { featureName, useFeatureTexts } from '../../plan/feature-texts.ts';
import { amountOf, money } from '../../plan/money.ts';
import { PagedRows } from '../../shell/paged-rows.tsx';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { day } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { usePages } from '../../use-pages.ts';
import { useQuery } from '../../use-query.ts';
import { AddOnDialog } from './add-on-dialog.tsx';
import { useBillingTexts } from './billing-texts.ts';
import { type AddOn, type Coupon, catalogueApi } from './catalogue-api.ts';
import { CouponDialog } from './coupon-dialog.tsx';
import { useOffersTexts } from './offers-texts.ts';

/** What is sold beside plans, and what is taken off. */
export const OffersPart = () => (
  <Stack gap="xl">
    <AddOns />
    <Coupons />
  </Stack>
);

const AddOns = () => {
  const t = useOffersTexts();
  const { data, error, reload } = useQuery('billing add-ons', catalogueApi.addOns);
  const [editing, setEditing] = useState<AddOn | 'new' | null>(null);
  return (
    <section>
      <header className="card-head">
        <h2>{t.addOns}</h2>
        <Button size="xs" leftSection={<Icon name="plus" size={15} />} onClick={() => setEditing('new')}>
          {t.newAddOn}
        </Button>
      </header>
      <p className="plan-note">{t.addOnsHelp}</p>
      {!data && (error === undefined ? <RowsSkeleton rows={3} /> : <ErrorState error={error} retry={reload} />)}
      {data?.length === 0 && <p className="settings-help">{t.noAddOns}</p>}
      {data && data.length > 0 && (
        <ul className="rows" aria-label={t.addOns}>
          {data.map((addOn) => (
            <AddOnRow key={addOn.key} addOn={addOn} onEdit={() => setEditing(addOn)} />
          ))}
        </ul>
      )}
      {editing !== null && (
        <AddOnDialog addOn={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={reload} />
      )}
    </section>
  );
};

const AddOnRow = ({ addOn, onEdit }: { addOn: AddOn; onEdit: () => void }) => {
  const t = useOffersTexts();
  const { intervals } = useBillingTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const adds = Object.entries(addOn.adds).map(
    ([name, n]) => `+${amountOf(name, n, locale)} ${featureName(names, name)}`,
  );
  const prices = `${money(addOn.month, locale)} ${intervals.month} · ${money(addOn.year, locale)} ${intervals.year}`;
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="puzzle" size={18} />
        </span>
        <span className="row-words">
          <strong>{inLocale(addOn.name, locale)}</strong>
          <small>{[prices, ...adds].join(' · ')}</small>
        </span>
      </span>
      <Group gap="xs" justify="flex-end" className="person-tools billing-tools">
        {!addOn.active && (
          <Badge color="red" variant="light" tt="none" fw={550}>
            {t.off}
          </Badge>
        )}
        <Button size="xs" variant="default" aria-label={`${t.edit}: ${inLocale(addOn.name, locale)}`} onClick={onEdit}>
          {t.edit}
        </Button>
      </Group>
    </li>
  );
};

const Coupons = () => {
  const t = useOffersTexts();
  const list = usePages('billing coupons', catalogueApi.coupons);
  const [editing, setEditing] = useState<Coupon | 'new' | null>(null);
  return (
    <section>
      <header className="card-head">
        <h2>{t.coupons}</h2>
        <Button size="xs" leftSection={<Icon name="plus" size={15} />} onClick={() => setEditing('new')}>
          {t.newCoupon}
        </Button>
      </header>
      <p className="plan-note">{t.couponsHelp}</p>
      <PagedRows
        list={list}
        label={t.coupons}
        row={(coupon) => <CouponRow key={coupon.code} coupon={coupon} onEdit={() => setEditing(coupon)} />}
        none={<p className="settings-help">{t.noCoupons}</p>}
        skeleton={{ rows: 3 }}
      />
      {editing !== null && (
        <CouponDialog
          coupon={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={list.reload}
        />
      )}
    </section>
  );
};

const CouponRow = ({ coupon, onEdit }: { coupon: Coupon; onEdit: () => void }) => {
  const t = useOffersTexts();
  const locale = useLocale();
  const [now] = useState(Date.now);
  const { percent, amount, periods, expiresAt, active } = coupon;
  const what = amount !== null ? money(amount, locale) : `${percent}%`;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now;
  const facts = [
    `${t.takes(what)} ${periods === null ? t.forAll : t.forSome(periods)}`,
    t.used(coupon.redeemed, coupon.maxRedemptions),
    expiresAt && !isOver && t.until(day(expiresAt, locale)),
    coupon.note,
  ];
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="tag" size={18} />
        </span>
        <span className="row-words">
          <strong>{coupon.code}</strong>
          <small>{facts.filter(Boolean).join(' · ')}</small>
        </span>
      </span>
      <Group gap="xs" justify="flex-end" className="person-tools billing-tools">
        {(!active || isOver) && (
          <Badge color="red" variant="light" tt="none" fw={550}>
            {active ? t.over : t.ended}
          </Badge>
        )}
        <Button size="xs" variant="default" aria-label={`${t.edit}: ${coupon.code}`} onClick={onEdit}>
          {t.edit}
        </Button>
      </Group>
    </li>
  );
};
