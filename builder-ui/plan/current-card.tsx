import { Badge, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { navigate } from '../router.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { followRequest } from './follow-request.ts';
import { whenText } from './moments.ts';
import { exactMoney, money } from './money.ts';
import { OpenRenewal } from './open-renewal.tsx';
import { PaymentMethod } from './payment-method.tsx';
import {
  type Begun,
  type Current,
  type Plan,
  type PlanRequest,
  resumePlan,
  revokePending,
  type State,
} from './plan-api.ts';
import { type PlanTexts, usePlanTexts } from './plan-texts.ts';

const TONES: Record<State, string> = {
  free: 'gray',
  trialing: 'brand',
  active: 'brand',
  past_due: 'red',
  grace: 'red',
  paused: 'yellow',
  ended: 'gray',
};

interface CurrentProps {
  current: Current;
  plans: readonly Plan[];
  mayPay: boolean;
  onCancel: () => void;
  onPause: () => void;
  /** What was done changes what is shown. */
  onChanged: () => void;
}

/** What one has, what it costs, and what happens next. */
export const CurrentCard = ({ current, plans, mayPay, onCancel, onPause, onChanged }: CurrentProps) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const { state, plan, interval, amount, items } = current;
  return (
    <section className="card plan-current" data-state={state} aria-labelledby="plan-current">
      <header className="card-head">
        <h2 id="plan-current">{t.current}</h2>
        <Badge variant="light" color={TONES[state]}>
          {t.states[state]}
        </Badge>
      </header>
      <p className="plan-current-name">
        <strong>{plan.name}</strong>
        {interval !== null && amount > 0 && (
          <span>
            {money(amount, locale)} {t.intervals[interval]}
          </span>
        )}
      </p>
      {items.length > 1 && (
        <ul className="plan-items">
          {items.map(({ key, name, quantity, unit }) => (
            <li key={key}>
              <span>{quantity > 1 ? `${quantity} × ${name}` : name}</span>
              <span>{exactMoney(quantity * unit, locale)}</span>
            </li>
          ))}
        </ul>
      )}
      <Next current={current} plans={plans} />
      {mayPay && <OpenRequest requests={current.requests} />}
      {mayPay && <OpenRenewal current={current} onChanged={onChanged} />}
      {mayPay ? <Deeds {...{ current, onCancel, onPause, onChanged }} /> : <p className="plan-note">{t.mayNot}</p>}
      {mayPay && current.provider !== null && <PaymentMethod current={current} />}
    </section>
  );
};

/** What happens next unless somebody does something, a sentence each. */
const Next = ({ current, plans }: { current: Current; plans: readonly Plan[] }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  return (
    <div className="plan-next">
      {sentencesOf(current, plans, t, {
        day: (iso) => whenText(iso, locale),
        money: (cents) => money(cents, locale),
      }).map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
};

interface Written {
  day: (iso: string) => string;
  money: (cents: number) => string;
}

/** In the order in which it matters. */
export const sentencesOf = (
  current: Current,
  plans: readonly Plan[],
  t: PlanTexts,
  { day, money }: Written,
): string[] => {
  const { state, pending, periodEnd, trialEndsAt, pausedUntil, compUntil, credit } = current;
  const said: (string | false | null)[] = [];
  if (state === 'free') said.push(t.freeText);
  if (state === 'trialing' && trialEndsAt) said.push(t.trialUntil(day(trialEndsAt)));
  if (state === 'past_due' || state === 'grace') said.push(...failureOf(current, t, day));
  if (state === 'paused') said.push(pausedUntil ? t.pausedUntil(day(pausedUntil)) : t.paused);
  if (compUntil) said.push(t.comp(day(compUntil)));
  if (pending?.kind === 'cancel') said.push(t.pendingCancel(day(pending.at)));
  else if (pending) said.push(pendingOf(pending, plans, t, day));
  else if (state === 'active' && periodEnd && !compUntil)
    said.push(current.amount > 0 ? t.nextCharge(money(current.amount), day(periodEnd)) : t.nextRenewal(day(periodEnd)));
  if (credit > 0) said.push(t.credit(money(credit)));
  return said.filter((one) => typeof one === 'string');
};

const failureOf = (
  { nextAttemptAt, readOnlyAt, downgradeAt, access }: Current,
  t: PlanTexts,
  day: (iso: string) => string,
): (string | false | null)[] => [
  t.failed,
  nextAttemptAt && t.failedNext(day(nextAttemptAt)),
  access === 'full' && readOnlyAt && t.readOnlyFrom(day(readOnlyAt)),
  downgradeAt && t.downgradeFrom(day(downgradeAt)),
];

const pendingOf = (
  { at, tier, interval }: NonNullable<Current['pending']>,
  plans: readonly Plan[],
  t: PlanTexts,
  day: (iso: string) => string,
): string | null => {
  if (tier) return t.pendingChange(plans.find((one) => one.tier === tier)?.name ?? tier, day(at));
  return interval ? t.pendingInterval(t.intervals[interval], day(at)) : null;
};

/** A wish that is under way: where it waits for money, the way to pay. */
const OpenRequest = ({ requests }: { requests: readonly PlanRequest[] }) => {
  const t = usePlanTexts();
  const [first] = requests;
  if (!first) return null;
  const waits = first.status === 'waiting';
  return (
    <div className="plan-open" role="status">
      <span>{waits ? t.waiting : t.working}</span>
      <Button
        size="compact-sm"
        variant={waits ? 'filled' : 'light'}
        onClick={() => navigate(`/plan/success?request=${first.id}`)}
      >
        {waits ? t.goOn : t.see}
      </Button>
    </div>
  );
};

const Deeds = ({
  current,
  onCancel,
  onPause,
  onChanged,
}: Pick<CurrentProps, 'current' | 'onCancel' | 'onPause' | 'onChanged'>) => {
  const t = usePlanTexts();
  const [busy, setBusy] = useState(false);
  const { state, pending } = current;
  const act = async (work: () => Promise<Begun>, done: string) => {
    setBusy(true);
    try {
      const begun = await work();
      if (begun.request.status === 'done') toastDone(done);
      else followRequest(begun);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
      onChanged();
    }
  };
  if (pending)
    return (
      <Group gap="xs">
        <Button variant="default" loading={busy} onClick={() => void act(revokePending, t.kept)}>
          {t.keep}
        </Button>
      </Group>
    );
  if (state === 'paused')
    return (
      <Group gap="xs">
        <Button loading={busy} onClick={() => void act(resumePlan, t.resumed)}>
          {t.resume}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t.cancel}
        </Button>
      </Group>
    );
  if (state !== 'active' && state !== 'trialing' && state !== 'past_due') return null;
  return (
    <Group gap="xs">
      {state === 'active' && (
        <Button variant="default" onClick={onPause}>
          {t.pause}
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={onCancel}>
        {t.cancel}
      </Button>
    </Group>
  );
};
