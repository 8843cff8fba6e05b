import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { DeliveryAttempts } from './delivery-attempts.tsx';
import { type Delivery, type DeliveryState, getDelivery, replayDelivery } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

const LOOKS: Record<DeliveryState, { icon: IconName; look: string }> = {
  due: { icon: 'send', look: 'wait' },
  retrying: { icon: 'clock', look: 'wait' },
  parked: { icon: 'clock', look: 'wait' },
  succeeded: { icon: 'check', look: 'good' },
  failed: { icon: 'x', look: 'bad' },
};

interface DeliveryRowProps {
  delivery: Delivery;
  mayReplay: boolean;
  onDone: () => void;
}

/** A delivery in one line; open, with all its attempts. */
export const DeliveryRow = ({ delivery, mayReplay, onDone }: DeliveryRowProps) => {
  const t = useWebhookTexts();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { icon, look } = LOOKS[delivery.state];
  return (
    <li className="row delivery-row">
      <button type="button" className="delivery-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span data-look={look} title={t.delivery[delivery.state]}>
          <Icon name={icon} size={16} />
        </span>
        <span>
          <code>{delivery.type}</code> <span className="delivery-quiet">{t.delivery[delivery.state]}</span>
        </span>
        <span className="delivery-quiet delivery-facts">
          <Facts delivery={delivery} />
        </span>
        <time className="delivery-quiet" title={dateTime(delivery.createdAt, locale)}>
          {ago(delivery.createdAt, locale)}
        </time>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
      </button>
      {open && <Details delivery={delivery} mayReplay={mayReplay} onDone={onDone} />}
    </li>
  );
};

const Facts = ({ delivery }: { delivery: Delivery }) => {
  const t = useWebhookTexts();
  const locale = useLocale();
  const { attempts, lastStatus, state, nextAt, reason, test } = delivery;
  const facts = [
    test && t.isTest,
    lastStatus,
    attempts > 1 && t.tries(attempts),
    state === 'retrying' && nextAt && t.next(ago(nextAt, locale)),
    reason && t.reasons[reason],
  ];
  return <>{facts.filter(Boolean).join(' · ')}</>;
};

const Details = ({ delivery, mayReplay, onDone }: DeliveryRowProps) => {
  const t = useWebhookTexts();
  // Asked again when the list says that something has happened to it.
  const detail = useQuery(`webhook-delivery/${delivery.id}/${delivery.attempts}`, () => getDelivery(delivery.id));
  const replay = async () => {
    try {
      await replayDelivery(delivery.id);
      toastDone(t.replayed);
      onDone();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <div className="delivery-open">
      {detail.error !== undefined ? (
        <ErrorState error={detail.error} retry={detail.reload} />
      ) : detail.data ? (
        <DeliveryAttempts detail={detail.data} onReplay={mayReplay && !delivery.test ? () => void replay() : null} />
      ) : (
        <RowsSkeleton rows={1} />
      )}
    </div>
  );
};
