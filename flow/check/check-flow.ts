import { triggerTypes } from '../core/triggers.ts';
import { addIsoDuration, durationMs } from '../expressions/dates/durations.ts';
import type { Json, JsonObject, JsonSchema } from '../json.ts';
import type { Paths } from '../plan/paths.ts';
import { DEFAULT_RUN_TIMEOUT, DEFAULT_TIMEZONE } from '../plan/plan.ts';
import type { Structure } from '../plan/structure.ts';
import type { Report } from '../report.ts';
import { schemaProblems } from '../schema-problems.ts';
import { isZoneExpression } from '../timezone.ts';
import { checkConfig } from '../types/check-config.ts';
import { envOf } from '../types/env-of.ts';
import type { TypeEnv } from '../types/type-env.ts';
import { checkSchedule } from './check-schedule.ts';
import { type FlowTypes, templateOf } from './flow-types.ts';
import { admissionNames, assignedNames, eventType } from './names.ts';
import { isDuration, isSpan, isTimezone } from './readable.ts';

/** Checks what stands outside the nodes, and what needs the whole flow to be seen. */
export function checkFlow(structure: Structure, paths: Paths, types: FlowTypes, report: Report): void {
  checkTrigger(structure, report);
  checkInput(structure, report);
  checkSettings(structure, report);
  checkVars(structure, report);
  const { output } = structure.document;
  if (output !== undefined) checkPlace(report, '/output', output, types.atEnd(null));
  checkAssigns(structure, paths, report);
  checkResponses(structure, paths, report);
  checkWaits(structure, report);
}

const TEXT: JsonSchema = { type: 'string' };

function checkPlace(report: Report, field: string, value: Json, env: TypeEnv, schema: JsonSchema = {}): void {
  for (const one of checkConfig(templateOf(value), schema, env).problems) {
    report.text(`${field}${one.field}`, one.code, one.message, one.range);
  }
}

function checkInput({ document: { input } }: Structure, report: Report): void {
  for (const { pointer, text } of input === undefined ? [] : schemaProblems(input))
    report.text(`/input${pointer}`, 'bad_config', text);
}

function checkTrigger(structure: Structure, report: Report): void {
  const { type, config } = structure.document.trigger;
  const known = triggerTypes.find((one) => one.type === type);
  if (!known) {
    report.document('/trigger/type', 'unknown_node_type', 'unknown_trigger', { type });
    return;
  }
  const names = admissionNames(structure);
  const env = envOf({ names: type === 'event' ? { ...names, event: eventType } : names });
  const { problems } = checkConfig(templateOf(config), known.config, env);
  for (const one of problems) report.text(`/trigger/config${one.field}`, one.code, one.message, one.range);
  const { timezone } = config;
  const auth = config.auth ?? 'none'; // null counts as missing
  if (type === 'schedule' && typeof timezone === 'string' && !isTimezone(timezone)) {
    report.document('/trigger/config/timezone', 'bad_config', 'bad_timezone', { zone: timezone });
  }
  if (type === 'schedule' && problems.length === 0) checkSchedule(config, report);
  const open = auth === 'none' || (typeof auth === 'object' && !Array.isArray(auth) && auth.type === 'none');
  if (type === 'webhook' && open) report.document('/trigger/config/auth', 'open_webhook', 'open_webhook');
  if (type === 'webhook' && !open && typeof (auth as JsonObject).connection !== 'string') {
    report.document('/trigger/config/auth/connection', 'missing_connection', 'missing_connection', {
      connectors: 'webhook',
    });
  }
}

function checkSettings(structure: Structure, report: Report): void {
  const { document } = structure;
  const { timezone, timeout, key, concurrency } = document.settings ?? {};
  const env = envOf({ names: admissionNames(structure) });
  if (timezone !== undefined && isZoneExpression(timezone)) {
    checkPlace(report, '/settings/timezone', timezone, env, TEXT);
    const { type, config } = document.trigger;
    // Its next firing is known before there is a run.
    if (type === 'schedule' && (config.timezone ?? null) === null)
      report.document('/trigger/config/timezone', 'bad_config', 'zone_of_schedule');
  } else if (timezone !== undefined && !isTimezone(timezone)) {
    report.document('/settings/timezone', 'bad_config', 'bad_timezone', { zone: timezone });
  }
  if (typeof timeout === 'string' && !isDuration(timeout)) {
    report.document('/settings/timeout', 'bad_config', 'bad_duration', { text: timeout });
  } else if (typeof timeout === 'string' && !isSpan(timeout)) {
    report.document('/settings/timeout', 'bad_config', 'no_span');
  }
  if (typeof key === 'string') checkPlace(report, '/settings/key', key, env);
  if (concurrency?.key !== undefined) checkPlace(report, '/settings/concurrency/key', concurrency.key, env);
}

function checkVars(structure: Structure, report: Report): void {
  const { document, nodes } = structure;
  const { vars = {} } = document;
  checkPlace(report, '/vars', vars, envOf({ names: admissionNames(structure) }));
  for (const node of nodes.values()) {
    if (node.type !== 'assign') continue;
    for (const name of assignedNames(node)) {
      if (Object.hasOwn(vars, name)) continue;
      report.node(node.id, `/config/values/${name}`, 'unknown_name', 'undeclared_variable', { name });
    }
  }
}

/** Two that may run at the same time and write one variable: the later wins, and nobody knows which that is. */
function checkAssigns({ nodes, scopes }: Structure, paths: Paths, report: Report): void {
  /** By variable, those that wrote it last: what lies before them lies before all that they lie before. */
  const last = new Map<string, string[]>();
  const readScope = (owner: string | null): void => {
    for (const id of scopes.get(owner)?.order ?? []) {
      if (scopes.has(id)) readScope(id);
      const node = nodes.get(id);
      if (node?.type !== 'assign' || node.disabled) continue;
      for (const name of assignedNames(node)) {
        const open = (last.get(name) ?? []).filter((one) => !paths.inOrder(one, id));
        const other = open.find((one) => !paths.exclusive(one, id));
        if (other) report.node(other, '/config/values', 'parallel_assign', 'parallel_assign', { other: id, name });
        last.set(name, [...open.slice(0, MOST_OPEN), id]);
      }
    }
  };
  readScope(null);
}

/** Branches side by side that are compared with one another; an author hears of more when these are mended. */
const MOST_OPEN = 20;

/** Only what is certain: side by side, or behind a branch, the second may never run. */
function checkResponses({ nodes }: Structure, paths: Paths, report: Report): void {
  const responds = [...nodes.values()].filter((node) => node.type === 'respond' && !node.disabled).slice(0, MOST_OPEN);
  for (const second of responds) {
    const first = responds.find((one) => one !== second && paths.relation(second.id, one.id) === 'always');
    if (first) report.node(second.id, undefined, 'two_responses', 'two_responses', { other: first.id });
  }
}

function checkWaits({ document, nodes }: Structure, report: Report): void {
  const { timeout = DEFAULT_RUN_TIMEOUT, timezone = DEFAULT_TIMEZONE } = document.settings ?? {};
  if (timeout === null || !isDuration(timeout)) return;
  const zone = isTimezone(timezone) ? timezone : DEFAULT_TIMEZONE;
  for (const node of nodes.values()) {
    const field = node.type === 'wait' ? 'for' : 'timeout';
    const length = ['wait', 'waitForEvent', 'approval', 'ask'].includes(node.type) ? node.config[field] : undefined;
    if (typeof length !== 'string' || length.includes('{{') || !isDuration(length)) continue;
    if (addIsoDuration(0, length, zone) > durationMs(timeout)) {
      report.node(node.id, `/config/${field}`, 'wait_longer_than_run', 'wait_longer_than_run');
    }
  }
}
