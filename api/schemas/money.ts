import { z } from 'zod';
import { CURRENCY, type Money, moneyOf } from '#domain/billing/money.ts';

/** A million reais: no price here is near it. */
export const MOST_CENTS = 100_000_000;

/** Money as the API gives it. */
export const money = z
  .object({ amount: z.int().describe('Whole cents'), currency: z.string().describe('ISO 4217') })
  .meta({ title: 'Money' });

/** Money that a caller names, as whole cents; 422 for another currency. */
export const givenMoney = (least: number, most: number) =>
  z
    .strictObject({ amount: z.int().min(least).max(most).describe('Whole cents'), currency: z.literal(CURRENCY) })
    .transform(({ amount }) => amount);

/** As `moneyOf`, of what may not be known. */
export const moneyOrNull = (amount: number | null): Money | null => (amount === null ? null : moneyOf(amount));

type Cents<Row> = { [Name in keyof Row]: Row[Name] extends number | null ? Name : never }[keyof Row];

/** A row whose named fields, whole cents in the domain, are money. */
export const withMoney = <Row extends object, Name extends Cents<Row>>(row: Row, ...names: Name[]) => {
  const fields = names.map((name) => [name, moneyOrNull(row[name] as number | null)]);
  // `Cents` lets in nothing but numbers and null; what is null stays so.
  return { ...row, ...Object.fromEntries(fields) } as Omit<Row, Name> & {
    [N in Name]: Money | Extract<Row[N], null>;
  };
};
