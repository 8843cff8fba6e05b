import { Badge, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { navigate } from '../router.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { followRequest } from './follow-request.ts';
import { isPaidChange } from './lasts-until.ts';
import { whenText } from './moments.ts';
import { exactMoney, money } from './money.ts';
import { nextSentences } from './next-sentences.ts';
import { OpenRenewal } from './open-renewal.tsx';
import { PaymentMethod } from './payment-method.tsx';
import { type Begun, type Current, type Plan, type PlanRequest, revokePending, type State } from './plan-api.ts';
import { mayPause } from './plan-deed.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useIsDue } from './use-plan.ts';

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
  /** To what it costs to go on, and the question whether one will. */
  onResume: () => void;
  /** What was done changes what is shown. */
  onChanged: () => void;
  /** Asks how the subscription stands, and nothing beside it. */
  onLook: () => void;
}

/** What one has, what it costs, and what happens next. */
export const CurrentCard = ({ current, plans, mayPay, onLook, ...deeds }: CurrentProps) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const { state, plan, interval, amount, items } = current;
  const isGranted = state === 'free' && current.granted !== null;
  return (
    <section className="card plan-current" data-state={state} aria-labelledby="plan-current">
      <header className="card-head">
        <h2 id="plan-current">{t.current}</h2>
        <Badge variant="light" color={isGranted ? 'brand' : TONES[state]}>
          {isGranted ? t.granted : t.states[state]}
        </Badge>
      </header>
      <p className="plan-current-name">
        <strong>{plan.name}</strong>
        {interval !== null && amount.amount > 0 && (
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
              <span>{exactMoney({ ...unit, amount: quantity * unit.amount }, locale)}</span>
            </li>
          ))}
        </ul>
      )}
      <Next current={current} plans={plans} />
      {mayPay && <OpenRequest requests={current.requests} />}
      {mayPay && <OpenRenewal current={current} onLook={onLook} />}
      {mayPay ? <Deeds current={current} {...deeds} /> : <p className="plan-note">{t.mayNot}</p>}
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
      {nextSentences(current, plans, t, {
        day: (iso) => whenText(iso, locale),
        money: (amount) => money(amount, locale),
      }).map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
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
  onResume,
  onChanged,
}: Pick<CurrentProps, 'current' | 'onCancel' | 'onPause' | 'onResume' | 'onChanged'>) => {
  const t = usePlanTexts();
  const [busy, setBusy] = useState(false);
  const { state, pending } = current;
  const isDue = useIsDue(pending);
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
  if (isDue) return null;
  if (pending)
    return (
      <Group gap="xs">
        {!isPaidChange(current) && (
          <Button variant="default" loading={busy} onClick={() => void act(revokePending, t.kept)}>
            {t.keep}
          </Button>
        )}
        {pending.kind !== 'cancel' && <Leave onCancel={onCancel} />}
      </Group>
    );
  if (state === 'paused')
    return (
      <Group gap="xs">
        <Button onClick={onResume}>{t.resume}</Button>
        <Leave onCancel={onCancel} />
      </Group>
    );
  if (state === 'free' || state === 'ended') return null;
  return (
    <Group gap="xs">
      {mayPause(current) && (
        <Button variant="default" onClick={onPause}>
          {t.pause}
        </Button>
      )}
      <Leave onCancel={onCancel} />
    </Group>
  );
};

const Leave = ({ onCancel }: Pick<CurrentProps, 'onCancel'>) => (
  <Button variant="subtle" color="gray" onClick={onCancel}>
    {usePlanTexts().cancel}
  </Button>
);
