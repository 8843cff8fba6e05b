import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useChangeTexts } from './change-texts.ts';
import { whenText } from './moments.ts';
import { money, priceOf } from './money.ts';
import { type Current, cancelPlan, type Plan, pausePlan } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';

type Reason = keyof ReturnType<typeof useChangeTexts>['reasons'];

interface CancelProps {
  current: Current;
  /** The next smaller one that costs something; null: there is none. */
  smaller: Plan | null;
  onSmaller: (plan: Plan) => void;
  onPause: () => void;
  onClose: () => void;
  onChanged: () => void;
}

/** Asks why, offers what may help, and lets go: it takes as many clicks to leave as to stay. */
export const CancelDialog = ({ current, smaller, onSmaller, onPause, onClose, onChanged }: CancelProps) => {
  const t = useChangeTexts();
  const locale = useLocale();
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const until = current.state === 'trialing' ? current.trialEndsAt : current.periodEnd;
  const go = async () => {
    if (reason === null) return;
    setBusy(true);
    try {
      await cancelPlan(reason, note.trim());
      toastDone(t.canceled);
      onChanged();
      onClose();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t.cancelTitle} size={480}>
      <Stack>
        <Text size="sm">{until ? t.cancelText(whenText(until, locale)) : t.cancelTextNow}</Text>
        <Radio.Group label={t.why} value={reason ?? ''} onChange={(value) => setReason(value as Reason)}>
          <Stack gap={8} mt={6}>
            {(Object.keys(t.reasons) as Reason[]).map((one) => (
              <Radio key={one} value={one} label={t.reasons[one]} />
            ))}
          </Stack>
        </Radio.Group>
        <Offer reason={reason} current={current} smaller={smaller} onSmaller={onSmaller} onPause={onPause} />
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
            {t.cancelDo}
          </Button>
        </Group>
      </Stack>
    </Modal>
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
  const price = smaller && priceOf(smaller, interval)?.amount;
  if (reason === 'too_expensive' && smaller && price)
    return (
      <Alert color="brand">
        {t.offerSmaller(smaller.name, `${money(price, locale)} ${texts.intervals[interval]}`)}
        <Button size="compact-sm" variant="light" mt={8} display="block" onClick={() => onSmaller(smaller)}>
          {t.offerSmallerDo(smaller.name)}
        </Button>
      </Alert>
    );
  if ((reason === 'unused' || reason === 'too_expensive') && current.state === 'active')
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

const MONTHS = [1, 2, 3] as const;

/** So many months from now; null: until one comes back. */
const untilOf = (value: string): string | null => {
  if (value === 'open') return null;
  const end = new Date();
  end.setMonth(end.getMonth() + Number(value));
  return end.toISOString();
};

/** For a while, or until one comes back. */
export const PauseDialog = ({ onClose, onChanged }: Pick<CancelProps, 'onClose' | 'onChanged'>) => {
  const t = useChangeTexts();
  const [until, setUntil] = useState('1');
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await pausePlan(untilOf(until));
      toastDone(t.pausedNow);
      onChanged();
      onClose();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t.pauseTitle} size={440}>
      <Stack>
        <Text size="sm">{t.pauseText}</Text>
        <Radio.Group label={t.pauseFor} value={until} onChange={setUntil}>
          <Stack gap={8} mt={6}>
            {MONTHS.map((n) => (
              <Radio key={n} value={String(n)} label={t.pauseMonths(n)} />
            ))}
            <Radio value="open" label={t.pauseOpen} />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancelKeep}
          </Button>
          <Button loading={busy} onClick={() => void go()}>
            {t.pauseDo}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
