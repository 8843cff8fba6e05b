import { createHash } from 'node:crypto';

/** Stripe takes 255 characters. */
const LONGEST = 200;

const sum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** The key of one call among those that an ask is made of: the same at each try. */
export const keyOf = (idempotencyKey: string, part: string): { idempotencyKey: string } => {
  const whole = `trama/${idempotencyKey}/${part}`;
  return { idempotencyKey: whole.length <= LONGEST ? whole : `trama/${sum(idempotencyKey)}/${part}` };
};

/** Names an ask in the metadata of what it made, so that it is found again when Stripe has forgotten the key (a day). */
export const markOf = (idempotencyKey: string): string => sum(idempotencyKey);

/** An id of our own for an object of Stripe's: made twice it is there once. */
export const ownId = (...parts: string[]): string => `trama_${sum(parts.join('\n'))}`;
