import { Button, CopyButton, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Locale } from '#flow/json.ts';
import type { Money } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { span } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { exactMoney } from './money.ts';
import { usePayTexts } from './pay-texts.ts';
import type { Pix } from './plan-api.ts';

interface PixProps {
  /** Null: it stands in the code alone. */
  amount: Money | null;
  pix: Pix;
  /** In a dialog, which has one already. */
  untitled?: boolean;
}

/** A Pix that is to be paid: its picture, its code, and how long it is good for. The page around follows the payment. */
export const PixView = ({ amount, pix, untitled = false }: PixProps) => {
  const t = usePayTexts();
  const locale = useLocale();
  const left = useSecondsTo(pix.expiresAt);
  return (
    <Stack className={untitled ? 'plan-pix' : 'state plan-pix'} align="center" gap="sm">
      {!untitled && (
        <Title order={1} size="h2" ta="center">
          {t.waitingPix.title}
        </Title>
      )}
      <Text c="dimmed" ta="center" maw={420}>
        {t.waitingPix.text}
      </Text>
      {amount !== null && <strong>{t.amount(exactMoney(amount, locale))}</strong>}
      {pix.image && left > 0 && <img src={pix.image} alt={t.qr} width={232} height={232} />}
      <textarea
        className="mono"
        readOnly
        rows={4}
        value={pix.code}
        aria-label={t.code}
        onFocus={(e) => e.target.select()}
      />
      <CopyButton value={pix.code} timeout={2_000}>
        {({ copied, copy }) => (
          <Button
            size="md"
            leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}
            onClick={copy}
            disabled={left <= 0}
          >
            {copied ? t.copied : t.copy}
          </Button>
        )}
      </CopyButton>
      <Text size="sm" c={left <= 0 ? 'red' : 'dimmed'} role="timer">
        {left <= 0 ? t.over : t.left(leftText(left, locale))}
      </Text>
      <Text size="sm" c="dimmed" role="status">
        {t.waiting.title}
      </Text>
    </Stack>
  );
};

const DAY_S = 86_400;

/** Days are enough where there are some: nobody plans by the minutes of a tenth one. */
const leftText = (seconds: number, locale: Locale): string =>
  seconds < 2 * DAY_S
    ? span(seconds * 1_000, locale)
    : new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(
        Math.floor(seconds / DAY_S),
      );

const secondsTo = (iso: string): number => Math.max(0, Math.round((new Date(iso).getTime() - Date.now()) / 1_000));

/** Whole seconds that are left, counted down; 0: it is over. */
const useSecondsTo = (iso: string): number => {
  const [left, setLeft] = useState(() => secondsTo(iso));
  useEffect(() => {
    setLeft(secondsTo(iso));
    const timer = setInterval(() => setLeft(secondsTo(iso)), 1_000);
    return () => clearInterval(timer);
  }, [iso]);
  return left;
};
