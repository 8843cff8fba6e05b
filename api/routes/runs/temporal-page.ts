import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { temporalAddress } from '#api/runs/temporal-address.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { runRef } from './read-run.ts';

/** What is behind a run is for those who run the house. @throws `forbidden` */
const checkOperator = ({ role }: Caller): void => {
  if (role !== 'owner' && role !== 'admin')
    throw fail('forbidden', 'Só donos e administradores veem isto.', 'Only owners and admins see this.');
};

export const temporalPage = route({
  method: 'get',
  path: '/runs/{run}/temporal',
  tag: 'Runs',
  summary: 'Where Temporal’s own pages show the run, for owners and admins',
  params: runRef,
  output: { 200: z.object({ url: z.url() }) },
  errors: ['forbidden'],
  scopes: ['runs:read'],
  handle: async ({ caller, params }, { database, settings }) => {
    checkOperator(caller);
    const { workflowId } = await database.withTenant(caller.tenant.id, (db) => getRun(db, params.run));
    const url = temporalAddress(settings, workflowId);
    if (url === null) throw notFound();
    return ok({ url });
  },
});
