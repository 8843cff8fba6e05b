import { z } from 'zod';
import { accepted, ok } from '#api/frame/answer.ts';
import { preferredWait } from '#api/frame/prefer.ts';
import { route } from '#api/frame/route.ts';
import { admissionBody, madeRun, runHref } from '#api/runs/admission-answer.ts';
import { currentRun } from '#api/runs/current-run.ts';
import { startRun as start } from '#api/runs/start-run.ts';
import { isOpen, publicRun } from '#api/runs/view-run.ts';
import { json, VALUE_LIMIT } from '#api/schemas/common.ts';
import { flowRef } from '#api/schemas/flow.ts';
import { admissionView, pin, runView } from '#api/schemas/run.ts';
import type { Pin } from '#flow/machine/protocol.ts';

const body = z.object({
  data: json.optional().describe('`trigger.data` of the run; an empty object where it is left out'),
  version: z.union([z.int().min(1), z.literal('draft')]).optional(),
  test: z.boolean().optional(),
  simulate: z.boolean().optional().describe('Pins every action that has effects, and skips time; with `test` only'),
  pins: z.record(z.string(), pin).optional().describe('By node; with `test` only'),
  headers: z
    .record(z.string(), json)
    .optional()
    .describe('`trigger.headers`, as a webhook would bring them; with `test` only'),
  query: z.record(z.string(), json).optional().describe('`trigger.query`; with `test` only'),
  until: z.string().optional().describe('Only what leads to this node, and the node; with `test` only'),
});

export const startRun = route({
  method: 'post',
  path: '/flows/{flow}/runs',
  timeoutMs: 70_000,
  tag: 'Runs',
  summary: 'Start a run',
  description: 'With `Prefer: wait=20` the answer is 200 and the finished run, or 202 when the wait is over.',
  params: flowRef,
  body,
  example: { data: { name: 'Ana' } },
  output: { 200: runView, 202: admissionView },
  errors: ['not_published', 'bad_input', 'flow_has_problems'],
  scopes: ['runs:write'],
  idempotent: true,
  bodyLimit: VALUE_LIMIT,
  handle: async ({ caller, params, body: ask, request, resourceId }, deps) => {
    const { data = {}, pins, ...rest } = ask;
    // A pin's own optional members may be left out, which is what the engine reads; zod writes `undefined` for them.
    const asked = { ...rest, data, flow: params.flow, pins: pins as Record<string, Pin> | undefined };
    const waitMs = preferredWait(request.header('prefer'));
    const how = { locale: request.locale, resourceId, callerWaits: waitMs !== null };
    const { admission, flowId, flowVersion } = await start(deps, caller, asked, how);
    const { runId } = admission;
    const headers: Record<string, string> = { Location: runHref(runId) };
    if (waitMs !== null && madeRun(admission)) {
      headers['Preference-Applied'] = `wait=${waitMs / 1000}`;
      await deps.dispatch.waitForEnd(caller.tenant.id, runId, waitMs, request.signal);
      const run = await currentRun(deps, caller.tenant.id, runId);
      if (!isOpen(run) && run.status !== 'queued') return ok(publicRun(run), headers);
      return accepted({ ...publicRun(run), runId }, headers);
    }
    const about = madeRun(admission) ? { flowId, flowVersion } : {};
    return accepted({ id: runId, ...admissionBody(admission), ...about }, headers);
  },
});
