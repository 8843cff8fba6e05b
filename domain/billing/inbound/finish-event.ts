import { TramaError } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { parseId, uuidIn } from '../../ids.ts';
import type { ClaimedEvent } from './claim-events.ts';

type Sql = Pick<AdminDb, 'sql'>;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A provider that is away comes back: nothing is given up before. The daily reconciliation finds what was. */
const GIVE_UP_MS = 3 * 86_400_000;
/** What would fail the same again is tried this often, in case it was ours. */
const TRIES_OF_REFUSED = 6;

/** `done`: what it named was read and written. `foreign`: it is about nobody here. */
export const closeEvent = async (
  { sql }: Sql,
  { id }: Pick<ClaimedEvent, 'id'>,
  state: 'done' | 'foreign',
  subject: string | null,
): Promise<void> => {
  await sql`
    update billing_events set state = ${state}, processed_at = clock_timestamp(), problem = null,
      subject = ${subject === null ? null : uuidIn('ten', subject)}::uuid, lease_until = '-infinity'
    where id = ${parseId('bev', id)}::uuid and state = 'open'`;
};

/** Somebody else is reading that tenant now: no attempt. */
export const putOffEvent = async ({ sql }: Sql, { id }: Pick<ClaimedEvent, 'id'>, pauseMs: number): Promise<void> => {
  await sql`
    update billing_events set next_at = clock_timestamp() + ${pauseMs} * interval '1 millisecond', lease_until = '-infinity'
    where id = ${parseId('bev', id)}::uuid and state = 'open'`;
};

const passes = (error: unknown): boolean =>
  !(error instanceof TramaError) || error.retry === 'retry' || error.retry === 'wait';

/**
 * Notes that an attempt failed, and when the next one is. @returns `dead` where there is none: an operator may begin it again
 */
export const failEvent = async (
  { sql }: Sql,
  event: Pick<ClaimedEvent, 'id' | 'attempts' | 'receivedAtMs'>,
  error: unknown,
  { nowMs, subject }: { nowMs: number; subject: string | null },
): Promise<'open' | 'dead'> => {
  const tries = event.attempts + 1;
  const isOver = passes(error) ? nowMs - event.receivedAtMs > GIVE_UP_MS : tries >= TRIES_OF_REFUSED;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(event.attempts, 20), LONGEST_PAUSE_MS);
  const asked = error instanceof TramaError ? (error.waitUntil ?? 0) - nowMs : 0;
  const state = isOver ? 'dead' : 'open';
  const problem = error instanceof TramaError ? error.code : 'internal';
  await sql`
    update billing_events set state = ${state}, attempts = ${tries}, problem = ${problem}, lease_until = '-infinity',
      processed_at = case when ${isOver} then clock_timestamp() end,
      subject = coalesce(${subject === null ? null : uuidIn('ten', subject)}::uuid, subject),
      next_at = clock_timestamp() + ${Math.max(pauseMs, asked)} * interval '1 millisecond'
    where id = ${parseId('bev', event.id)}::uuid and state = 'open'`;
  return state;
};
