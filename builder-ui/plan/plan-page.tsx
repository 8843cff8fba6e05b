import { Skeleton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Entitled } from '../api-types.ts';
import { setSearch, usePlace } from '../router.ts';
import { loadSession } from '../shell/session.ts';
import { ErrorState } from '../shell/states.tsx';
import type { Query } from '../use-query.ts';
import { AddOns } from './add-ons.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { CurrentCard } from './current-card.tsx';
import { useEntitled } from './entitled.ts';
import { FrozenCard } from './frozen-card.tsx';
import { MarketplacesCard } from './marketplaces-card.tsx';
import { brl, centsOf, priceOf } from './money.ts';
import { PauseDialog } from './pause-dialog.tsx';
import type { Catalogue, Choice, Current, Interval, Plan, Usage } from './plan-api.ts';
import { barOf, isMore, isPaying } from './plan-deed.ts';
import { PlanFrame, useMayPay } from './plan-frame.tsx';
import { PlanGrid } from './plan-grid.tsx';
import { usePlanTexts } from './plan-texts.ts';
import { StoryCard } from './story-card.tsx';
import { SubscribeDialog } from './subscribe-dialog.tsx';
import { UsageBars } from './usage-bars.tsx';
import { UsageChargesCard } from './usage-charges-card.tsx';
import { useCatalogueOfPlans, useLiveCurrent, useMayReadPaid, useOnChange, useUsage } from './use-plan.ts';

/** What one has and uses, and everything that one can do about it. */
export const PlanPage = () => {
  const [current, catalogue, usage] = [useLiveCurrent(), useCatalogueOfPlans(), useUsage()];
  const mayRead = useMayReadPaid();
  const entitled = useEntitled();
  const shown = mayRead ? current.data : catalogue.data && plainCurrent(entitled, catalogue.data.plans);
  const failed = [current, catalogue].find(({ error, data }) => error !== undefined && !data);
  const reload = () => {
    current.reload();
    catalogue.reload();
    usage.reload();
  };
  return (
    <PlanFrame here="plan">
      {failed ? (
        <ErrorState error={failed.error} retry={reload} />
      ) : shown && catalogue.data ? (
        <Parts
          current={shown}
          catalogue={catalogue.data}
          usage={usage}
          onLook={current.reload}
          onMoved={() => {
            usage.reload();
            // Menus and locks follow what one may.
            void loadSession();
          }}
          onChanged={() => {
            reload();
            void loadSession();
          }}
        />
      ) : (
        <PlanSkeleton />
      )}
    </PlanFrame>
  );
};

/** For whoever may not read what is paid: which plan it is, and how it stands. */
const plainCurrent = (entitled: Entitled | null, plans: readonly Plan[]): Current => {
  const tier = entitled?.plan ?? 'FREE';
  const nothing = {
    ...{ interval: null, amount: brl(0), items: [], credit: brl(0), provider: null, method: null, trialEndsAt: null },
    ...{ trialAvailable: false, periodStart: null, periodEnd: null, paidThrough: null, failedAt: null, renewal: null },
    ...{ nextAttemptAt: null, readOnlyAt: null, downgradeAt: null, pausedUntil: null, compUntil: null, pending: null },
    ...{ requests: [], portal: false, providers: [], next: null },
  };
  const own = plans.find((one) => one.tier === tier);
  const plan = { tier, name: own?.name ?? tier, number: 0 };
  const state = entitled?.state ?? 'free';
  // Who has another plan than FREE without a subscription was granted it.
  const isGranted = state === 'free' && tier !== 'FREE';
  const granted = isGranted ? { ...plan, monthly: (own && priceOf(own, 'month')?.price) ?? null } : null;
  return { ...nothing, plan, granted, state, access: entitled?.access ?? 'full' };
};

const PlanSkeleton = () => (
  <div aria-hidden="true">
    <div className="plan-two">
      <Skeleton height={220} radius={12} />
      <Skeleton height={220} radius={12} />
    </div>
    <div className="plan-grid">
      {['a', 'b', 'c', 'd'].map((one) => (
        <Skeleton key={one} height={380} radius={12} />
      ))}
    </div>
  </div>
);

interface PartsProps {
  current: Current;
  catalogue: Catalogue;
  usage: Query<Usage[]>;
  /** Asks how the subscription stands, and nothing beside it. */
  onLook: () => void;
  /** What one may do became another, by itself or by what was asked before. */
  onMoved: () => void;
  onChanged: () => void;
}

/** What is asked for over the page. */
type Asking =
  | { kind: 'subscribe'; plan: Plan }
  | { kind: 'change'; title: string; choice: Choice }
  | { kind: 'cancel' }
  | { kind: 'pause' };

const Parts = ({ current, catalogue, usage, onLook, onMoved, onChanged: onDone }: PartsProps) => {
  const t = usePlanTexts();
  const mayPay = useMayPay();
  const mayRead = useMayReadPaid();
  const { wanted, interval, setInterval } = useWanted(current);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [deeds, setDeeds] = useState(0);
  const onChanged = () => {
    setDeeds((n) => n + 1);
    onDone();
  };
  // What stands beside the subscription follows it: asked again with each deed, and when that came to something.
  const told = `${deeds} ${JSON.stringify(current)}`;
  useOnChange(JSON.stringify([current.state, current.access, current.plan, current.items]), onMoved);
  const choose = (plan: Plan) =>
    setAsking(
      isPaying(current)
        ? {
            kind: 'change',
            title: `${current.plan.name} → ${plan.name}`,
            choice: { planTier: plan.tier, billingCycle: interval },
          }
        : { kind: 'subscribe', plan },
    );
  // What cannot be had now is not asked about: the plans say why.
  const mayChoose = mayPay && barOf(current, t) === null;
  useAskedOnce(
    wanted,
    catalogue.plans,
    mayChoose,
    (plan) => plan.tier !== current.plan.tier && isMore(plan, current) && choose(plan),
  );
  return (
    <>
      <div className="plan-two">
        <CurrentCard
          current={current}
          plans={catalogue.plans}
          mayPay={mayPay}
          onCancel={() => setAsking({ kind: 'cancel' })}
          onPause={() => setAsking({ kind: 'pause' })}
          onResume={() => setAsking({ kind: 'change', title: t.resume, choice: { resume: true } })}
          onChanged={onChanged}
          onLook={onLook}
        />
        <section className="card" aria-labelledby="plan-usage">
          <header className="card-head">
            <h2 id="plan-usage">{t.usage}</h2>
          </header>
          <UsagePart usage={usage} />
        </section>
      </div>
      {mayRead && <FrozenCard told={told} mayPay={mayPay} onChanged={onChanged} />}
      <PlanGrid
        plans={catalogue.plans}
        contact={catalogue.contact}
        {...{ current, mayPay, wanted, interval }}
        onInterval={setInterval}
        onChoose={choose}
      />
      <div className="plan-two plan-below">
        <AddOns
          key={JSON.stringify(current.items)}
          addOns={catalogue.addOns}
          current={current}
          mayPay={mayPay}
          onReview={(addOns) => setAsking({ kind: 'change', title: t.addOns, choice: { addOns } })}
        />
        <div className="plan-side">
          {mayRead && <UsageChargesCard told={told} />}
          <MarketplacesCard told={told} />
          {mayRead && <StoryCard told={told} />}
        </div>
      </div>
      <Asked
        {...{ asking, current, interval, onChanged }}
        usage={usage.data ?? []}
        plans={catalogue.plans}
        onInterval={setInterval}
        onAsk={setAsking}
        onChoose={choose}
      />
    </>
  );
};

/** Where it cannot be had the rest of the page stands. */
const UsagePart = ({ usage: { data, error, reload } }: { usage: Query<Usage[]> }) => {
  const t = usePlanTexts();
  if (!data) return error === undefined ? <Skeleton height={140} /> : <ErrorState error={error} retry={reload} />;
  return (
    <>
      <UsageBars usage={data} />
      <p className="plan-note">{t.usageText}</p>
    </>
  );
};

/** The plan that one came for, and how it is paid: both stand in the address. */
const useWanted = (current: Current) => {
  const { search } = usePlace();
  const given = search.get('interval');
  const interval: Interval = given === 'year' || given === 'month' ? given : (current.interval ?? 'month');
  const setInterval = (next: Interval) => setSearch({ interval: next });
  return { wanted: search.get('choose'), interval, setInterval };
};

/** Who comes for a plan is asked about it at once, and once. */
const useAskedOnce = (
  wanted: string | null,
  plans: readonly Plan[],
  mayChoose: boolean,
  ask: (plan: Plan) => void,
): void => {
  const asked = useRef<string | null>(null);
  useEffect(() => {
    const isNew = asked.current !== wanted;
    // Once its dialog is closed it is in the address no more: it may be asked about again.
    asked.current = wanted;
    if (wanted === null || !isNew) return;
    document.getElementById('plan-grid')?.scrollIntoView({ block: 'start' });
    const plan = plans.find(({ tier }) => tier === wanted);
    if (plan && mayChoose && !priceOf(plan, 'month')?.onRequest) ask(plan);
  });
};

interface AskedProps {
  asking: Asking | null;
  current: Current;
  plans: readonly Plan[];
  usage: readonly Usage[];
  interval: Interval;
  onInterval: (interval: Interval) => void;
  onAsk: (asking: Asking | null) => void;
  onChoose: (plan: Plan) => void;
  onChanged: () => void;
}

const Asked = ({ asking, current, plans, usage, interval, onInterval, onAsk, onChoose, onChanged }: AskedProps) => {
  const t = usePlanTexts();
  const close = () => {
    onAsk(null);
    setSearch({ choose: null });
  };
  if (asking === null) return null;
  if (asking.kind === 'subscribe')
    return <SubscribeDialog plan={asking.plan} {...{ current, interval, onInterval, onChanged }} onClose={close} />;
  if (asking.kind === 'change')
    return <ChangeDialog choice={asking.choice} title={asking.title} onClose={close} onChanged={onChanged} />;
  if (asking.kind === 'pause') return <PauseDialog current={current} onClose={close} onChanged={onChanged} />;
  return (
    <CancelDialog
      {...{ current, usage }}
      behind={plans.find(({ tier }) => tier === (current.granted?.tier ?? 'FREE'))}
      // What cannot be had now is not offered.
      smaller={barOf(current, t) === null ? smallerOf(current, plans) : null}
      onSmaller={onChoose}
      onPause={() => onAsk({ kind: 'pause' })}
      onClose={close}
      onChanged={onChanged}
    />
  );
};

/** The next plan below that costs something, of the same kind. */
const smallerOf = (current: Current, plans: readonly Plan[]): Plan | null => {
  const own = plans.find(({ tier }) => tier === current.plan.tier);
  const price = (plan: Plan) => centsOf(plan, 'month') ?? Number.POSITIVE_INFINITY;
  if (!own) return null;
  return (
    plans
      .filter((plan) => plan.public && plan.family === own.family && price(plan) > 0 && price(plan) < price(own))
      .filter((plan) => isMore(plan, current))
      .toSorted((a, b) => price(b) - price(a))[0] ?? null
  );
};
