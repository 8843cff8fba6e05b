import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Locale } from '#flow/json.ts';
import { useDeedKey } from '../deed-key.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { type ChangeTexts, useChangeTexts } from './change-texts.ts';
import { followRequest } from './follow-request.ts';
import { isPaidAt } from './lasts-until.ts';
import { whenText } from './moments.ts';
import { money } from './money.ts';
import { type Current, pausePlan } from './plan-api.ts';

const MONTHS = [1, 2, 3] as const;

/** So many months on, a month's last day at most; null: until one comes back. */
const untilOf = (value: string, from: Date): string | null => {
  if (value === 'open') return null;
  const end = new Date(from);
  end.setMonth(end.getMonth() + Number(value));
  if (end.getDate() !== from.getDate()) end.setDate(0);
  return end.toISOString();
};

interface PauseProps {
  current: Current;
  onClose: () => void;
  onChanged: () => void;
}

/** For a while, after which it goes on and is charged by itself, or until one comes back. */
export const PauseDialog = ({ current, onClose, onChanged }: PauseProps) => {
  const t = useChangeTexts();
  const locale = useLocale();
  const [months, setMonths] = useState('1');
  const [now] = useState(() => new Date());
  const keyOf = useDeedKey();
  const [busy, setBusy] = useState(false);
  const until = untilOf(months, now);
  const go = async () => {
    setBusy(true);
    try {
      const paused = await pausePlan(until, keyOf);
      onChanged();
      onClose();
      if (paused.request.status === 'done') toastDone(t.pausedNow);
      else followRequest(paused);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t.pauseTitle} size={440}>
      <Stack>
        <Text size="sm">{t.pauseText}</Text>
        <Radio.Group label={t.pauseFor} value={months} onChange={setMonths}>
          <Stack gap={8} mt={6}>
            {MONTHS.map((n) => (
              <Radio key={n} value={String(n)} label={t.pauseMonths(n)} />
            ))}
            <Radio value="open" label={t.pauseOpen} />
          </Stack>
        </Radio.Group>
        <Text size="sm" role="status">
          {endOf(until, current, t, locale)}
        </Text>
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

/** How it ends. What the rest of a period costs is counted on that day: more than a whole one it never is. */
const endOf = (until: string | null, { paidThrough, amount }: Current, t: ChangeTexts, locale: Locale): string => {
  if (until === null) return t.pauseEndsNever;
  const day = whenText(until, locale);
  return isPaidAt(until, paidThrough) ? t.pauseEndsPaid(day) : t.pauseEnds(day, money(amount, locale));
};
