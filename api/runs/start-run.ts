import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { formatId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import type { Admission } from '#domain/runs/admit-request.ts';

import type { Json, JsonObject, Locale } from '#flow/json.ts';
import type { Pin, Trigger } from '#flow/machine/protocol.ts';
import { carryOutAdmission } from './carry-out.ts';
import { checkInput } from './check-input.ts';
import { runnable } from './runnable.ts';
import { settingsOf } from './settings-of.ts';

export interface StartRun {
  /** Id or slug. */
  flow: string;
  data: Json;
  version?: number | 'draft' | undefined;
  test?: boolean | undefined;
  simulate?: boolean | undefined;
  pins?: Record<string, Pin> | undefined;
  /** What a webhook would bring beside its data. */
  headers?: JsonObject | undefined;
  query?: JsonObject | undefined;
  /** Only what leads to this node, and the node. */
  until?: string | undefined;
}

/** Where a run that was asked for stands. */
export interface StartedRun {
  admission: Admission;
  flowId: string;
  flowVersion: number | null;
}

/** The draft, pins, simulation, parts of a flow and what a webhook would bring are for tests only (`flow-language` §10). */
function refuseUntested({ test, version, pins, simulate, until, headers, query }: StartRun): void {
  if (test) return;
  const wrong = [
    version === 'draft' && '/version',
    pins !== undefined && '/pins',
    simulate && '/simulate',
    until !== undefined && '/until',
    headers !== undefined && '/headers',
    query !== undefined && '/query',
  ];
  const errors = wrong
    .filter((pointer) => typeof pointer === 'string')
    .map((pointer) => ({ pointer, code: 'test_only', message: 'test: true' }));
  if (errors.length > 0)
    throw fail(
      'invalid',
      'Rascunho, pins, simulação, parte de um fluxo, cabeçalhos e parâmetros só com test: true.',
      'The draft, pins, simulation, a part of a flow, headers and query need test: true.',
      { errors },
    );
}

/**
 * Starts a run for a caller of the API, or makes of the call what the flow's settings say (an event of the open run,
 * queued, skipped). `resourceId`: a uuid that a repeat of the same call brings again.
 */
export async function startRun(
  deps: ApiDeps,
  caller: Caller,
  ask: StartRun,
  { locale, resourceId, callerWaits }: { locale: Locale; resourceId: string | undefined; callerWaits: boolean },
): Promise<StartedRun> {
  refuseUntested(ask);
  const tenantId = caller.tenant.id;
  const { flowId, version, plan } = await runnable(deps, caller, ask.flow, {
    version: ask.version,
    until: ask.until,
    locale,
  });
  checkInput(plan, ask.data, '/data', locale);
  const trigger: Trigger = {
    type: caller.kind === 'session' ? 'manual' : 'api',
    data: ask.data,
    ...(ask.headers && { headers: ask.headers }),
    ...(ask.query && { query: ask.query }),
    receivedAt: new Date(deps.now()).toISOString(),
  };
  const settings = settingsOf(plan, trigger, caller.tenant);
  const test = ask.test ?? false;
  const admission = await deps.database.withTenant(tenantId, (db) =>
    admit(db, {
      ...(resourceId === undefined ? {} : { runId: formatId('run', resourceId) }),
      flow: { id: flowId },
      version,
      planHash: plan.hash,
      ...(version === null ? { plan: JSON.parse(JSON.stringify(plan)) as Json } : {}),
      settings,
      trigger,
      test,
      simulate: ask.simulate ?? false,
      ...(ask.pins === undefined ? {} : { pins: ask.pins }),
      answerable: true,
    }),
  );
  const fresh = {
    tenant: caller.tenant,
    flow: { id: flowId, version: version ?? 0 },
    plan,
    trigger,
    test,
    callerWaits,
    ...(ask.simulate && { simulate: true }),
    ...(ask.pins && { pins: ask.pins }),
  };
  carryOutAdmission(deps, tenantId, admission, fresh);
  return { admission, flowId, flowVersion: version };
}
