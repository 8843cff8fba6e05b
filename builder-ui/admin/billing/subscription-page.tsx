import { Badge, Button, Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { exactMoney } from '../../plan/money.ts';
import { brandOf, type ProviderTexts, useProviderTexts } from '../../plan/provider-texts.ts';
import { Link } from '../../shell/link.tsx';
import { useNamed } from '../../shell/place-name.ts';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { dateTime, day } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import {
  billingApi,
  type Change,
  type Facts,
  type SubscriptionPage as Page,
  type Payment,
  type Wish,
} from './billing-api.ts';
import { BillingFrame } from './billing-page.tsx';
import { useBillingTexts } from './billing-texts.ts';
import { OverridesCard } from './overrides-card.tsx';
import { RefundDialog, SubscriptionDeeds } from './subscription-deeds.tsx';
import { StateBadge } from './subscriptions-part.tsx';
import { useSubscriptionsTexts, whoText } from './subscriptions-texts.ts';

/** One subscription: what it is, what was done, and what can be. */
export const SubscriptionPage = ({ tenant }: { tenant: string }) => (
  <BillingFrame here="subscriptions">
    <Loaded tenant={tenant} />
  </BillingFrame>
);

const Loaded = ({ tenant }: { tenant: string }) => {
  const { data, error, reload } = useQuery(`billing subscription ${tenant}`, () => billingApi.subscription(tenant));
  const t = useSubscriptionsTexts();
  useNamed(data?.tenant.name);
  const [refund, setRefund] = useState<Payment | null>(null);
  if (!data)
    return error === undefined ? <RowsSkeleton rows={4} height={120} /> : <ErrorState error={error} retry={reload} />;
  // What was asked is carried out within seconds.
  const soon = () => {
    reload();
    setTimeout(reload, 2_500);
  };
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={2}>{data.tenant.name}</Title>
          {data.facts && <StateBadge state={data.facts.state} tier={data.facts.plan.tier} />}
        </Group>
        <SubscriptionDeeds tenant={tenant} facts={data.facts} granted={grantedOf(data)} onDone={soon} />
      </Group>
      <div className="plan-two">
        <FactsCard page={data} />
        <OverridesCard tenant={tenant} />
      </div>
      <Listed title={t.payments} none={t.noPayments} rows={data.payments}>
        {(payment) => <PaymentRow key={payment.id} payment={payment} onRefund={() => setRefund(payment)} />}
      </Listed>
      <Listed title={t.requests} none={t.noRequests} rows={data.requests}>
        {(wish) => <WishRow key={wish.id} wish={wish} />}
      </Listed>
      <Listed title={t.changesTitle} none={t.noChanges} rows={data.changes}>
        {(change) => <ChangeRow key={`${change.at} ${change.kind} ${change.to.state}`} change={change} />}
      </Listed>
      <RefundDialog tenant={tenant} payment={refund} onDone={soon} onClose={() => setRefund(null)} />
    </Stack>
  );
};

/** Who never asked for anything has the plan of its own row: another than FREE was granted. */
const grantedOf = ({ tenant, facts }: Page): string | null => {
  if (facts) return facts.granted?.tier ?? null;
  return tenant.plan === 'FREE' ? null : tenant.plan;
};

const FactsCard = ({ page: { tenant, facts, credit, next } }: { page: Page }) => {
  const t = useSubscriptionsTexts();
  return (
    <section className="card" aria-labelledby="billing-facts">
      <header className="card-head">
        <h2 id="billing-facts">{t.facts}</h2>
        <Link href={`/admin/billing/subscriptions/${tenant.id}/run`}>{t.watch}</Link>
      </header>
      {facts ? (
        <FactList {...{ facts, credit, next }} />
      ) : (
        <>
          <p className="plan-note">{t.nothingYet}</p>
          <dl className="billing-facts">
            <Fact name={t.factNames.plan}>{tenant.plan}</Fact>
          </dl>
        </>
      )}
    </section>
  );
};

const FactList = ({ facts, credit, next }: { facts: Facts } & Pick<Page, 'credit' | 'next'>) => {
  const t = useSubscriptionsTexts();
  const billing = useBillingTexts();
  const words = useProviderTexts();
  const locale = useLocale();
  const n = t.factNames;
  const { pending, method } = facts;
  const at = (iso: string | null): string | null => iso && dateTime(iso, locale);
  const items = facts.items.map(
    ({ name, quantity, unit }) => `${quantity > 1 ? `${quantity} × ` : ''}${name} ${exactMoney(unit, locale)}`,
  );
  return (
    <dl className="billing-facts">
      <Fact name={n.plan}>{`${facts.plan.tier} · ${billing.version(facts.plan.number)}`}</Fact>
      <Fact name={n.granted}>{facts.granted?.tier}</Fact>
      <Fact name={n.access}>{t.access[facts.access]}</Fact>
      <Fact name={n.items}>
        {items.length > 0 && facts.cycle ? `${items.join(' + ')} ${billing.intervals[facts.cycle]}` : null}
      </Fact>
      <Fact name={n.provider}>{facts.provider && words.names[facts.provider]}</Fact>
      <Fact name={n.object}>{facts.providerSubscription && <code>{facts.providerSubscription}</code>}</Fact>
      <Fact name={n.method}>{method && methodText(method, words)}</Fact>
      <Fact name={n.trial}>{at(facts.trialEndsAt)}</Fact>
      <Fact name={n.period}>
        {facts.periodStart && facts.periodEnd && `${day(facts.periodStart, locale)} – ${day(facts.periodEnd, locale)}`}
      </Fact>
      <Fact name={n.paid}>{at(facts.paidThrough)}</Fact>
      <Fact name={n.comp}>{at(facts.compUntil)}</Fact>
      <Fact name={n.failed}>{at(facts.failedAt)}</Fact>
      <Fact name={n.paused}>{at(facts.pausedUntil)}</Fact>
      <Fact name={n.pending}>
        {pending &&
          t.pendingText[pending.follows ? 'provider' : pending.kind](day(pending.at, locale), pending.tier ?? '')}
      </Fact>
      <Fact name={n.next}>{next && `${exactMoney(next.amount, locale)} · ${day(next.at, locale)}`}</Fact>
      <Fact name={n.credit}>{credit.amount === 0 ? null : exactMoney(credit, locale)}</Fact>
    </dl>
  );
};

/** `Visa 4242`, `Pix` */
const methodText = ({ kind, brand, last4 }: NonNullable<Facts['method']>, words: ProviderTexts): string =>
  kind === 'pix' ? 'Pix' : [brandOf(brand) ?? words.card, last4].filter(Boolean).join(' ');

/** Nothing where there is nothing to say. */
const Fact = ({ name, children }: { name: string; children: ReactNode }) =>
  children ? (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  ) : null;

interface ListedProps<T> {
  title: string;
  none: string;
  rows: readonly T[];
  children: (row: T) => ReactNode;
}

function Listed<T>({ title, none, rows, children }: ListedProps<T>) {
  return (
    <section>
      <header className="card-head">
        <h2>{title}</h2>
      </header>
      {rows.length === 0 ? (
        <p className="settings-help">{none}</p>
      ) : (
        <ul className="rows" aria-label={title}>
          {rows.map(children)}
        </ul>
      )}
    </section>
  );
}

const PAY_COLOURS = { pending: 'yellow', paid: 'brand', failed: 'red', void: 'gray' } as const;

const PaymentRow = ({ payment, onRefund }: { payment: Payment; onRefund: () => void }) => {
  const t = useSubscriptionsTexts();
  const { names } = useProviderTexts();
  const locale = useLocale();
  const { amount, refunded, status } = payment;
  const facts = [
    names[payment.provider],
    payment.failureCode,
    refunded.amount > 0 && t.refunded(exactMoney(refunded, locale)),
    dateTime(payment.paidAt ?? payment.createdAt, locale),
  ];
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="credit-card" size={18} />
        </span>
        <span className="row-words">
          <strong>{exactMoney(amount, locale)}</strong>
          <small title={payment.providerId}>{facts.filter(Boolean).join(' · ')}</small>
        </span>
      </span>
      <Group gap="xs" justify="flex-end" className="person-tools billing-tools">
        <span className="row-badges">
          {payment.doubtful && <Flag text={t.twice} />}
          {payment.disputed && <Flag text={t.disputed} />}
          <Badge color={PAY_COLOURS[status]} variant="light" tt="none" fw={550}>
            {t.payStates[status]}
          </Badge>
        </span>
        {status === 'paid' && refunded.amount < amount.amount && (
          <Button
            size="xs"
            variant="default"
            aria-label={`${t.deeds.refund}: ${exactMoney(amount, locale)}`}
            onClick={onRefund}
          >
            {t.deeds.refund}
          </Button>
        )}
      </Group>
    </li>
  );
};

const Flag = ({ text }: { text: string }) => (
  <Badge color="red" variant="light" tt="none" fw={550}>
    {text}
  </Badge>
);

const WISH_COLOURS = { asked: 'yellow', waiting: 'yellow', done: 'brand', refused: 'red', expired: 'gray' } as const;

const WishRow = ({ wish }: { wish: Wish }) => {
  const t = useSubscriptionsTexts();
  const locale = useLocale();
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-words">
          <strong>{t.kinds[wish.kind] ?? wish.kind}</strong>
          <small>
            {[whoText(t, wish.askedBy), dateTime(wish.createdAt, locale), wish.reason].filter(Boolean).join(' · ')}
          </small>
        </span>
      </span>
      <Badge color={WISH_COLOURS[wish.status]} variant="light" tt="none" fw={550}>
        {t.wishStates[wish.status]}
      </Badge>
    </li>
  );
};

const ChangeRow = ({ change }: { change: Change }) => {
  const t = useSubscriptionsTexts();
  const billing = useBillingTexts();
  const locale = useLocale();
  const { from, to } = change;
  const plan = from.tier === to.tier ? to.tier : `${from.tier} → ${to.tier}`;
  const said = [plan, whoText(t, change.by), change.reason, dateTime(change.at, locale)];
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-words">
          <strong>{t.changeKinds[change.kind] ?? change.kind}</strong>
          <small>{said.filter(Boolean).join(' · ')}</small>
        </span>
      </span>
      <span className="row-side">
        {to.mrr.amount === from.mrr.amount ? null : billing.aMonth(exactMoney(to.mrr, locale))}
      </span>
    </li>
  );
};
