import type { Json, JsonObject } from '../../json.ts';
import { any, type Builtin, fn, integer, number, optional, param, rest, string, wrongType } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import { isObject, ownMember } from '../value.ts';
import { productHalfEven } from './decimal.ts';

/** `amount` in whole cents (the currency's smallest unit). */
interface Money {
  amount: number;
  currency: string;
}

const NO_BREAK_SPACE = '\u00a0';

/** How prices are written in Brazil; a currency that is not here is written by its code. */
const SYMBOLS: Record<string, string> = {
  BRL: 'R$',
  USD: 'US$',
  EUR: '€',
  GBP: '£',
  JPY: 'JP¥',
  CNY: 'CN¥',
  ARS: 'AR$',
  CLP: 'CL$',
  UYU: 'UY$',
  MXN: 'MX$',
  CAD: 'CA$',
  AUD: 'AU$',
};
/** Currencies whose smallest unit is the whole one (ISO 4217). */
const WITHOUT_CENTS = new Set(['JPY', 'CLP', 'KRW', 'PYG', 'VND', 'ISK']);

const currencyOf = (code: string): string =>
  /^[A-Z]{3}$/.test(code) ? code : badValue('A moeda é um código como BRL', 'The currency is a code such as BRL');

const amountOf = (value: number): number =>
  Number.isSafeInteger(value) ? value : badValue('O valor não são centavos inteiros', 'The amount is not whole cents');

const asMoney = (value: Json): Money | null => {
  if (typeof value === 'number') return { amount: amountOf(value), currency: 'BRL' };
  if (!isObject(value)) return null;
  const [amount, currency] = [ownMember(value, 'amount'), ownMember(value, 'currency')];
  if (typeof amount !== 'number' || typeof currency !== 'string') return null;
  return { amount: amountOf(amount), currency: currencyOf(currency) };
};

/** Money, or whole cents in BRL. */
const money = param<Money>('money | number', (value) => {
  if (typeof value === 'function') return wrongType(value, 'dinheiro', 'money');
  return asMoney(value) ?? wrongType(value, 'dinheiro { amount, currency }', 'money { amount, currency }');
});

const asJson = ({ amount, currency }: Money): JsonObject => ({ amount: amountOf(amount) + 0, currency });

const add = (parts: readonly Money[]): Money => {
  const currency = parts[0]?.currency ?? 'BRL';
  let amount = 0;
  for (const part of parts) {
    if (part.currency !== currency) {
      badValue(
        `Moedas diferentes: ${currency} e ${part.currency}`,
        `Different currencies: ${currency} and ${part.currency}`,
      );
    }
    amount += part.amount;
  }
  return { amount, currency };
};

/** The first parts take the cents that are left over. */
const split = ({ amount, currency }: Money, parts: number): Money[] => {
  if (parts < 1) badValue('moneySplit: em 1 parte ou mais', 'moneySplit: into 1 part or more');
  const least = Math.trunc(amount / parts);
  const left = Math.abs(amount - least * parts);
  const cent = Math.sign(amount);
  return Array.from({ length: parts }, (_, index) => ({ amount: least + (index < left ? cent : 0), currency }));
};

const format = ({ amount, currency }: Money): string => {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const decimals = WITHOUT_CENTS.has(currency) ? 0 : 2;
  const whole = String(Number(digits.slice(0, digits.length - decimals))).replace(/\B(?=([0-9]{3})+$)/g, '.');
  const cents = decimals === 0 ? '' : `,${digits.slice(-2)}`;
  return `${amount < 0 ? '-' : ''}${SYMBOLS[currency] ?? currency}${NO_BREAK_SPACE}${whole}${cents}`;
};

const BY_SYMBOL = new Map<string, string>([
  ['', 'BRL'],
  ['$', 'BRL'],
  ...Object.entries(SYMBOLS).map(([code, symbol]): [string, string] => [symbol, code]),
]);

/** `1.234,56`, `1234,5`, `1.234`, `1234.56`, `1,234.56`: the separators of a sound number, as [whole, cents]. */
const splitNumber = (text: string): [string, string] | null => {
  const found =
    /^([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}))?$/.exec(text) ??
    /^([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.([0-9]{1,2})$/.exec(text);
  return found ? [(found[1] as string).replace(/[.,]/g, ''), (found[2] ?? '').padEnd(2, '0')] : null;
};

/** Money as it is written in Brazil; null if it is none. Without a symbol it is BRL. */
const parse = (text: string): Money | null => {
  if (text.length > 100) return null;
  const found = /^(-?)\s*([^\s0-9.,-]*)\s*(-?)\s*([0-9][0-9.,]*)$/.exec(text.trim());
  if (!found) return null;
  const [, minus, symbol = '', inner, digits = ''] = found;
  if (minus && inner) return null;
  const written = symbol.toUpperCase();
  const currency = BY_SYMBOL.get(written) ?? (/^[A-Z]{3}$/.test(written) ? written : null);
  const parts = splitNumber(digits);
  if (currency === null || parts === null) return null;
  const [whole, cents] = parts;
  if (WITHOUT_CENTS.has(currency) && Number(cents) !== 0) return null;
  const amount = Number(whole + (WITHOUT_CENTS.has(currency) ? '' : cents));
  if (!Number.isSafeInteger(amount)) return null;
  return { amount: minus || inner ? -amount + 0 : amount, currency };
};

export const MONEY_FUNCTIONS: Builtin[] = [
  fn(
    'money',
    {
      params: [number('cents'), optional(string('currency'))],
      returns: 'money',
      help: {
        pt: 'Dinheiro de tantos centavos, em BRL por padrão; meio centavo vai para o par',
        en: 'Money of so many cents, BRL by default; half a cent goes to the even one',
      },
      example: ['money(1990)', { amount: 1990, currency: 'BRL' }],
    },
    ([cents, currency = 'BRL']) => asJson({ amount: productHalfEven(cents, 1), currency: currencyOf(currency) }),
  ),
  fn(
    'moneyAdd',
    {
      params: [money('a'), rest(money('more'))],
      returns: 'money',
      help: { pt: 'Soma, de uma só moeda', en: 'Sum, of one currency' },
      example: ['moneyAdd(money(100), money(250))', { amount: 350, currency: 'BRL' }],
    },
    ([a, more]) => asJson(add([a, ...more])),
  ),
  fn(
    'moneyMul',
    {
      params: [money('m'), number('x')],
      returns: 'money',
      help: {
        pt: 'Vezes um número; meio centavo vai para o par',
        en: 'Times a number; half a cent goes to the even one',
      },
      example: ['moneyMul(money(250), 0.15)', { amount: 38, currency: 'BRL' }],
    },
    ([m, x]) => asJson({ ...m, amount: productHalfEven(m.amount, x) }),
  ),
  fn(
    'moneySplit',
    {
      params: [money('m'), integer('n')],
      returns: 'money[]',
      help: {
        pt: 'Em n partes que somam o todo; as primeiras levam os centavos que sobram',
        en: 'Into n parts that sum to the whole; the first take the cents left over',
      },
      example: [
        'moneySplit(money(1000), 3)',
        [
          { amount: 334, currency: 'BRL' },
          { amount: 333, currency: 'BRL' },
          { amount: 333, currency: 'BRL' },
        ],
      ],
    },
    ([m, n], { budget }) => {
      budget.buildList(n);
      return split(m, n).map(asJson);
    },
  ),
  fn(
    'formatMoney',
    {
      params: [money('x')],
      returns: 'string',
      help: {
        pt: 'Como se escreve no Brasil: R$ 1.234,56; um número são centavos de real',
        en: 'As it is written in Brazil: R$ 1.234,56; a number is cents of BRL',
      },
      example: ['formatMoney(123456)', `R$${NO_BREAK_SPACE}1.234,56`],
    },
    ([x]) => format(x),
  ),
  fn(
    'parseMoney',
    {
      params: [any('s')],
      returns: 'money | null',
      help: {
        pt: 'O dinheiro escrito no texto (R$ 1.234,56); ou null',
        en: 'The money written in the text (R$ 1.234,56); or null',
      },
      example: ["parseMoney('R$ 1.234,56')", { amount: 123456, currency: 'BRL' }],
    },
    ([s]) => {
      const parsed = typeof s === 'string' ? parse(s) : null;
      return parsed === null ? null : asJson(parsed);
    },
  ),
];
