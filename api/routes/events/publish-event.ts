import { z } from 'zod';
import { connectorNames } from '#api/events/connector-names.ts';
import { accepted } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { carryOut } from '#api/runs/carry-out.ts';
import { id, instant, json, VALUE_LIMIT } from '#api/schemas/common.ts';
import { checkPublicName } from '#domain/events/event-name.ts';
import { publishEvent as publish } from '#domain/events/publish-event.ts';
import { publishToRun } from '#domain/events/publish-to-run.ts';
import { readTrigger } from '#flow/admission.ts';
import { runRef } from '../runs/read-run.ts';

const name = z.string().min(1).max(200);
/** Keys and ids are compared as text; a number is what it prints as. */
const text = z.union([z.string().min(1).max(500), z.number().transform(String)]);

export const publishEvent = route({
  method: 'post',
  path: '/events',
  tag: 'Events',
  summary: 'Tell that something happened',
  description: 'Starts every flow with that trigger and reaches every run that waits for that name and key.',
  example: { name: 'order.paid', key: '1042', data: { total: 129.9 }, id: 'order-1042-paid' },
  body: z.object({
    name,
    key: text.nullish(),
    data: json.optional(),
    id: text.nullish().describe('A second event with it is the first one again'),
  }),
  output: {
    202: z.object({
      id: id('evt'),
      name: z.string(),
      key: z.string().nullable(),
      receivedAt: instant,
      duplicate: z.boolean(),
      started: z.array(id('run')),
      reached: z.array(id('run')),
    }),
  },
  scopes: ['events:write'],
  idempotent: true,
  bodyLimit: VALUE_LIMIT,
  handle: async ({ caller, body }, deps) => {
    checkPublicName(body.name, connectorNames(deps.catalogue));
    const given = {
      name: body.name,
      key: body.key ?? null,
      data: body.data ?? {},
      externalId: body.id ?? null,
      source: 'api',
    };
    const done = await deps.database.withTenant(caller.tenant.id, (db) => publish(db, given, readTrigger));
    carryOut(deps, done.outbox);
    const { event, duplicate, started, reached } = done;
    const { id: eventId, key, receivedAt } = event;
    return accepted({ id: eventId, name: event.name, key, receivedAt, duplicate, started, reached });
  },
});

export const sendToRun = route({
  method: 'post',
  path: '/runs/{run}/events',
  tag: 'Events',
  summary: 'Tell one run alone',
  params: runRef,
  body: z.object({ name, data: json.optional(), id: text.nullish() }),
  output: { 202: z.object({ id: id('evt'), name: z.string(), receivedAt: instant, duplicate: z.boolean() }) },
  errors: ['run_ended'],
  scopes: ['runs:write'],
  idempotent: true,
  bodyLimit: VALUE_LIMIT,
  handle: async ({ caller, params, body }, deps) => {
    checkPublicName(body.name, connectorNames(deps.catalogue));
    const given = { name: body.name, data: body.data ?? {}, externalId: body.id ?? null };
    const done = await deps.database.withTenant(caller.tenant.id, (db) => publishToRun(db, params.run, given));
    carryOut(deps, done.outbox);
    const { event, duplicate } = done;
    return accepted({ id: event.id, name: event.name, receivedAt: event.receivedAt, duplicate });
  },
});
