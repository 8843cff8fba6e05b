import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDeedKey } from '../deed-key.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useChangeTexts } from './change-texts.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import { followRequest } from './follow-request.ts';
import { lastsUntil, type Over, overOf } from './lasts-until.ts';
import { whenText } from './moments.ts';
import { money, priceOf } from './money.ts';
import { type Current, cancelPlan, type Plan, type Usage } from './plan-api.ts';
import { mayPause } from './plan-deed.ts';
import { usePlanTexts } from './plan-texts.ts';

type Reason = keyof ReturnType<typeof useChangeTexts>['reasons'];

interface CancelProps {
  current: Current;
  /** What one comes to; missing: it is not among those that are shown. */
  behind: Plan | undefined;
  usage: readonly Usage[];
  /** The next smaller one that costs something; null: there is none. */
  smaller: Plan | null;
  onSmaller: (plan: Plan) => void;
  onPause: () => void;
  onClose: () => void;
  onChanged: () => void;
}

/** Asks why, offers what may help, and lets go: it takes as many clicks to leave as to stay. */
export const CancelDialog = ({ current, behind, usage, onClose, onChanged, ...offers }: CancelProps) => {
  const t = useChangeTexts();
  const locale = useLocale();
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const then = usePlanTexts().then(current.granted?.name ?? null);
  const [until] = useState(() => lastsUntil(current, Date.now()));
  const keyOf = useDeedKey();
  const go = async () => {
    if (reason === null) return;
    setBusy(true);
    try {
      const canceled = await cancelPlan(reason, note.trim(), keyOf);
      onChanged();
      onClose();
      if (canceled.request.status !== 'done') return followRequest(canceled);
      // When it ends the server says: the clock of a phone may be wrong, and a payment may just have come.
      const end = canceled.canceledAt;
      const closed = canceled.request.closedAt;
      const later = end !== null && closed !== null && Date.parse(end) > Date.parse(closed);
      toastDone(later ? t.canceled(whenText(end, locale)) : t.canceledNow(then));
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t.cancelTitle} size={480}>
      <Stack>
        {until ? (
          <Text size="sm">{t.cancelText(whenText(until, locale), then)}</Text>
        ) : (
          <Alert color="red" title={t.cancelTitleNow}>
            {t.cancelTextNow(then)}
          </Alert>
        )}
        <Frozen over={overOf(behind, usage)} then={then} />
        <Radio.Group label={t.why} value={reason ?? ''} onChange={(value) => setReason(value as Reason)}>
          <Stack gap={8} mt={6}>
            {(Object.keys(t.reasons) as Reason[]).map((one) => (
              <Radio key={one} value={one} label={t.reasons[one]} />
            ))}
          </Stack>
        </Radio.Group>
        <Offer reason={reason} current={current} {...offers} />
        {reason !== null && (
          <Textarea
            label={t.note}
            value={note}
            maxLength={1_000}
            autosize
            minRows={2}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancelKeep}
          </Button>
          <Button color="red" disabled={reason === null} loading={busy} onClick={() => void go()}>
            {until ? t.cancelDo : t.cancelDoNow}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** What the plan that one comes to has no room for: it stays, and does nothing. */
const Frozen = ({ over, then }: { over: readonly Over[]; then: string }) => {
  const t = useChangeTexts();
  const names = useFeatureTexts();
  if (over.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={550}>
        {t.frozenThen(then)}
      </Text>
      <ul className="plan-items">
        {over.map(({ feature, current, limit }) => (
          <li key={feature}>
            <span>{featureName(names, feature)}</span>
            <span>{t.frozenOf(current, limit)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};

const Offer = ({
  reason,
  current,
  smaller,
  onSmaller,
  onPause,
}: Pick<CancelProps, 'current' | 'smaller' | 'onSmaller' | 'onPause'> & { reason: Reason | null }) => {
  const t = useChangeTexts();
  const texts = usePlanTexts();
  const locale = useLocale();
  const interval = current.interval ?? 'month';
  const price = smaller && priceOf(smaller, interval)?.price;
  if (reason === 'too_expensive' && smaller && price)
    return (
      <Alert color="brand">
        {t.offerSmaller(smaller.name, `${money(price, locale)} ${texts.intervals[interval]}`)}
        <Button size="compact-sm" variant="light" mt={8} display="block" onClick={() => onSmaller(smaller)}>
          {t.offerSmallerDo(smaller.name)}
        </Button>
      </Alert>
    );
  if ((reason === 'unused' || reason === 'too_expensive') && mayPause(current))
    return (
      <Alert color="brand">
        {t.offerPause}
        <Button size="compact-sm" variant="light" mt={8} display="block" onClick={onPause}>
          {t.offerPauseDo}
        </Button>
      </Alert>
    );
  return reason === 'missing_feature' ? <Alert color="brand">{t.offerMissing}</Alert> : null;
};
