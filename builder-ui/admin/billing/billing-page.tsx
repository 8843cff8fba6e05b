import { Title } from '@mantine/core';
import type { ComponentType } from 'react';
import { lazyPage } from '../../shell/lazy-part.tsx';
import { Link } from '../../shell/link.tsx';
import { PageTabs } from '../../shell/page-tabs.tsx';
import { useNamed } from '../../shell/place-name.ts';
import { useSession } from '../../shell/session.ts';
import { EmptyState } from '../../shell/states.tsx';
import '../../plan/plan.css';
import '../../people/people.css';
import '../../settings/settings.css';
import { useAdminTexts } from '../admin-texts.ts';
import './billing.css';
import { type BillingTab, useBillingTexts } from './billing-texts.ts';
import { FiguresPart } from './figures-part.tsx';

const SubscriptionsPart = lazyPage(() => import('./subscriptions-part.tsx').then((part) => part.SubscriptionsPart));
const PlansPart = lazyPage(() => import('./plans-part.tsx').then((part) => part.PlansPart));
const OffersPart = lazyPage(() => import('./offers-part.tsx').then((part) => part.OffersPart));
const PaymentsPart = lazyPage(() => import('./payments-part.tsx').then((part) => part.PaymentsPart));
const DeliveriesPart = lazyPage(() => import('./deliveries-part.tsx').then((part) => part.DeliveriesPart));
const NoticesPart = lazyPage(() => import('./notices-part.tsx').then((part) => part.NoticesPart));
const LicencesPart = lazyPage(() => import('./licences-part.tsx').then((part) => part.LicencesPart));
const FlagsPart = lazyPage(() => import('./flags-part.tsx').then((part) => part.FlagsPart));

const PARTS: Record<BillingTab, ComponentType> = {
  figures: FiguresPart,
  subscriptions: SubscriptionsPart,
  plans: PlansPart,
  offers: OffersPart,
  payments: PaymentsPart,
  deliveries: DeliveriesPart,
  notices: NoticesPart,
  licences: LicencesPart,
  flags: FlagsPart,
};
const TABS = Object.keys(PARTS) as BillingTab[];

/** Head and tabs of what operators see of plans and money; `here`: which of them it belongs to. */
export const BillingFrame = ({ here, children }: { here: BillingTab; children: React.ReactNode }) => {
  const t = useBillingTexts();
  const admin = useAdminTexts();
  const operator = useSession()?.operator ?? false;
  if (!operator) return <EmptyState level={1} icon="ban" title={t.title} text={admin.notOperator} />;
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        <Link className="billing-back" href="/admin">
          {t.back}
        </Link>
      </header>
      <PageTabs
        label={t.title}
        tabs={TABS.map((tab) => ({ href: `/admin/billing/${tab}`, text: t.tabs[tab], isHere: tab === here }))}
      />
      {children}
    </>
  );
};

export const BillingPage = ({ part }: { part: string }) => {
  const t = useBillingTexts();
  const here = TABS.find((tab) => tab === part) ?? 'figures';
  useNamed(t.tabs[here]);
  const Part = PARTS[here];
  return (
    <BillingFrame here={here}>
      <Part />
    </BillingFrame>
  );
};
