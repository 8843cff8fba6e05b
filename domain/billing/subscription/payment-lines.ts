import { inLocale, type Locale, type Text } from '#flow/json.ts';
import type { PricedLine } from '../proration/prorate.ts';
import type { Wish } from '../requests/wish.ts';
import type { PaidLine } from './keep-payment.ts';
import type { Subscription } from './subscription.ts';

const WORDS = {
  coupon: { pt: 'Cupom', en: 'Coupon' },
  account_credit: { pt: 'Crédito da conta', en: 'Account credit' },
  kept: { pt: 'Fica como crédito da conta', en: 'Kept as account credit' },
  credit: { pt: 'Tempo não usado', en: 'Unused time' },
  debit: { pt: 'Até o fim do período', en: 'Until the end of the period' },
  adjustment: { pt: 'Ajuste', en: 'Adjustment' },
} as const satisfies Record<string, Text>;

const whole = ({ key, name, quantity, unit }: PricedLine): PaidLine => ({
  ...{ key, name, quantity, unit },
  amount: quantity * unit,
});

const less = (name: string, amount: number): PaidLine[] => (amount > 0 ? [{ name, amount: -amount }] : []);

/** An invoice's lines sum to what was charged, also where the provider charged otherwise than we knew. */
const fit = (lines: PaidLine[], amount: number, locale: Locale): PaidLine[] => {
  const rest = amount - lines.reduce((sum, line) => sum + line.amount, 0);
  return rest === 0 ? lines : [...lines, { name: inLocale(WORDS.adjustment, locale), amount: rest }];
};

interface Paid {
  wish: Wish | null;
  /** It is the first of a subscription that begins with it, whatever kind of wish that came from. */
  isFirst: boolean;
  kind: 'period' | 'once';
  periodStart: string | null;
  locale: Locale;
}

/** What a payment is for: of the wish that asked for it, else what the period costs that begins then. */
export const paymentLines = (
  held: Subscription,
  { wish, isFirst, kind, periodStart, locale }: Paid,
): ((amount: number) => PaidLine[]) => {
  const word = (key: keyof typeof WORDS): string => inLocale(WORDS[key], locale);
  const { target, price, discount, usage } = wish?.work ?? {};
  if (kind === 'once' && usage) return (amount) => fit(usage.lines, amount, locale);
  if (kind === 'once' && price)
    return (amount) =>
      fit(
        price.lines.map((line) => ({
          name: line.name === '' ? word(line.kind) : `${line.name} (${word(line.kind).toLowerCase()})`,
          amount: line.amount,
        })),
        amount,
        locale,
      );
  if (target && (isFirst || wish?.kind !== 'change'))
    return (amount) => {
      const off = [
        ...less(word('coupon'), discount?.coupon ?? 0),
        ...less(word('account_credit'), discount?.credit ?? 0),
      ];
      return fit([...target.items.map(whole), ...off], amount, locale);
    };
  const { pending, discount: running } = held;
  const isNext = pending?.kind === 'change' && periodStart !== null && periodStart >= pending.at;
  const next = running?.next && periodStart !== null && running.next.key <= periodStart ? running.next : null;
  return (amount) => {
    const off = [...less(word('coupon'), next?.coupon ?? 0), ...less(word('account_credit'), next?.credit ?? 0)];
    return fit([...(isNext ? pending.items : held.items).map(whole), ...off], amount, locale);
  };
};
