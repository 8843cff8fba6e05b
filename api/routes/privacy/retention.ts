import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import {
  changeRetention as change,
  getRetention as get,
  RETENTION_KINDS,
  RETENTION_RULES,
  type Retention,
  type RetentionKind,
} from '#domain/privacy/retention.ts';
import { freshOwner } from './owner.ts';

const kind = z.enum(RETENTION_KINDS as [RetentionKind, ...RetentionKind[]]);
const days = z.int().min(1).nullable();

const view = z.object({
  hold: z.boolean().describe('Legal hold: nothing is forgotten while it stands'),
  kinds: z.array(
    z.object({
      kind,
      days: days.describe('null: until somebody deletes them'),
      standard: days,
      least: z.int(),
      most: z.int(),
      endless: z.boolean().describe('Whether it may be null'),
    }),
  ),
});

const shown = ({ hold, days: chosen }: Retention) => ({
  hold,
  kinds: RETENTION_KINDS.map((one) => ({ kind: one, days: chosen[one], ...RETENTION_RULES[one] })),
});

export const getRetention = route({
  method: 'get',
  path: '/retention',
  tag: 'Privacy',
  summary: 'How long each kind of data is kept',
  output: { 200: view },
  scopes: ['tenant:read'],
  handle: async ({ caller }, deps) => ok(shown(await deps.database.withTenant(caller.tenant.id, get))),
});

export const changeRetention = route({
  method: 'patch',
  path: '/retention',
  tag: 'Privacy',
  summary: 'Choose how long data is kept, or hold all of it',
  description:
    'What is left out stays. What is past its new time goes within an hour, in batches, for good. To lift a hold or to shorten a time takes an owner in person, signed in within the last 30 minutes.',
  body: z.strictObject({
    days: z.strictObject(Object.fromEntries(RETENTION_KINDS.map((one) => [one, days.optional()]))).optional(),
    hold: z.boolean().optional(),
  }),
  output: { 200: view },
  errors: ['sign_in_again', 'conflict'],
  scopes: ['tenant:write'],
  handle: async ({ caller, body }, deps) =>
    ok(
      shown(
        await deps.database.withTenant(caller.tenant.id, (db) =>
          change(db, body, caller.principal, () => freshOwner(deps.database.admin, caller)),
        ),
      ),
    ),
});
