import { Badge, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Locale } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import { whenText } from '../../plan/moments.ts';
import { exactMoney } from '../../plan/money.ts';
import { useProviderTexts } from '../../plan/provider-texts.ts';
import { setSearch, usePlace } from '../../router.ts';
import { Link } from '../../shell/link.tsx';
import { PagedRows } from '../../shell/paged-rows.tsx';
import { useLocale } from '../../texts/texts.ts';
import { usePages } from '../../use-pages.ts';
import { useQuery } from '../../use-query.ts';
import { billingApi, type State, type SubscriptionFilter, type SubscriptionRow } from './billing-api.ts';
import { useBillingTexts } from './billing-texts.ts';
import { catalogueApi } from './catalogue-api.ts';
import { type SubscriptionsTexts, useSubscriptionsTexts } from './subscriptions-texts.ts';

const STATES: State[] = ['trialing', 'active', 'past_due', 'grace', 'paused', 'free', 'ended'];
const PROVIDERS = ['stripe', 'mercado_pago', 'manual'] as const;

/** Every account and what it pays for. What is looked for stands in the address. */
export const SubscriptionsPart = () => {
  const t = useSubscriptionsTexts();
  const { search } = usePlace();
  const [text, setText] = useState(search.get('q') ?? '');
  const [q] = useDebouncedValue(text.trim(), 250);
  useEffect(() => setSearch({ q: q || null }), [q]);
  const filter: SubscriptionFilter = {
    q: q || undefined,
    state: search.get('state') ?? undefined,
    tier: search.get('tier') ?? undefined,
    provider: search.get('provider') ?? undefined,
    doubtful: search.get('doubtful') ?? undefined,
  };
  return (
    <Stack gap="md">
      <TextInput
        aria-label={t.find}
        placeholder={t.find}
        leftSection={<Icon name="search" size={15} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Filters filter={filter} />
      <Rows key={JSON.stringify(filter)} filter={filter} />
    </Stack>
  );
};

const Filters = ({ filter }: { filter: SubscriptionFilter }) => {
  const t = useSubscriptionsTexts();
  const billing = useBillingTexts();
  const { names } = useProviderTexts();
  const plans = useQuery('billing plans', catalogueApi.plans).data ?? [];
  const all = { value: '', label: billing.all };
  return (
    <div className="billing-filters">
      <NativeSelect
        label={t.state}
        value={filter.state ?? ''}
        onChange={(event) => setSearch({ state: event.currentTarget.value || null })}
        data={[all, ...STATES.map((value) => ({ value, label: billing.states[value] }))]}
      />
      <NativeSelect
        label={t.plan}
        value={filter.tier ?? ''}
        onChange={(event) => setSearch({ tier: event.currentTarget.value || null })}
        data={[all, ...plans.map(({ tier }) => ({ value: tier, label: tier }))]}
      />
      <NativeSelect
        label={t.provider}
        value={filter.provider ?? ''}
        onChange={(event) => setSearch({ provider: event.currentTarget.value || null })}
        data={[all, ...PROVIDERS.map((value) => ({ value, label: names[value] }))]}
      />
      <Switch
        label={t.toLook}
        checked={filter.doubtful !== undefined}
        onChange={(event) => setSearch({ doubtful: event.currentTarget.checked ? 'true' : null })}
      />
    </div>
  );
};

const Rows = ({ filter }: { filter: SubscriptionFilter }) => {
  const t = useSubscriptionsTexts();
  const billing = useBillingTexts();
  const list = usePages(`billing subscriptions ${JSON.stringify(filter)}`, (cursor) =>
    billingApi.subscriptions(filter, cursor),
  );
  return (
    <PagedRows
      list={list}
      label={billing.tabs.subscriptions}
      row={(row) => <Row key={row.tenant.id} row={row} />}
      none={<p className="settings-help">{t.none}</p>}
      skeleton={{ rows: 6 }}
    />
  );
};

/** What happens next, in a few words. */
const nextOf = (row: SubscriptionRow, t: SubscriptionsTexts, locale: Locale): string | null => {
  if (row.failedAt !== null) return t.owes(whenText(row.failedAt, locale));
  if (row.compUntil !== null && Date.parse(row.compUntil) > Date.now()) return t.given(whenText(row.compUntil, locale));
  if (row.pending === 'cancel') return t.ends;
  if (row.state === 'trialing' && row.trialEndsAt !== null) return t.trialUntil(whenText(row.trialEndsAt, locale));
  if (row.pending !== null) return t.changes;
  return row.periodEnd === null ? null : t.renews(whenText(row.periodEnd, locale));
};

const COLOURS: Partial<Record<State, string>> = {
  past_due: 'red',
  grace: 'red',
  paused: 'yellow',
  trialing: 'yellow',
  active: 'brand',
};

/** Who has another plan than FREE without a subscription was granted it. */
export const StateBadge = ({ state, tier }: { state: State; tier: string }) => {
  const t = useBillingTexts();
  const isGranted = state === 'free' && tier !== 'FREE';
  return (
    <Badge color={isGranted ? 'brand' : (COLOURS[state] ?? 'gray')} variant="light" tt="none" fw={550}>
      {isGranted ? t.granted : t.states[state]}
    </Badge>
  );
};

const Row = ({ row }: { row: SubscriptionRow }) => {
  const t = useSubscriptionsTexts();
  const billing = useBillingTexts();
  const { names } = useProviderTexts();
  const locale = useLocale();
  const next = nextOf(row, t, locale);
  const facts = [row.plan.tier, row.provider && names[row.provider], next].filter(Boolean);
  return (
    <li className="row">
      <Link className="row-main" href={`/admin/billing/subscriptions/${row.tenant.id}`}>
        <span className="row-icon" data-group="data">
          <Icon name="building" size={18} />
        </span>
        <span className="row-words">
          <strong>{row.tenant.name}</strong>
          <small>{facts.join(' · ')}</small>
        </span>
        <span className="billing-side">
          {row.mrr.amount > 0 && <span>{billing.aMonth(exactMoney(row.mrr, locale))}</span>}
          <span className="row-badges">
            {row.doubtful > 0 && (
              <Badge color="red" variant="light" tt="none" fw={550}>
                {t.doubtful(row.doubtful)}
              </Badge>
            )}
            {row.access === 'read_only' && (
              <Badge color="red" variant="light" tt="none" fw={550}>
                {billing.readOnly}
              </Badge>
            )}
            <StateBadge state={row.state} tier={row.plan.tier} />
          </span>
        </span>
      </Link>
    </li>
  );
};
