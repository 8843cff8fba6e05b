import type { Plan } from '../plan/plan.ts';
import type { Calls } from './calls.ts';

/** Settings that are the platform's work, around a run. */
const AROUND = ['key', 'whenBusy', 'concurrency', 'priority', 'onFailure', 'keepData', 'redact'] as const;

/** What is not as in the product, in sentences. */
export function notesOf(plan: Plan, calls: Calls): string[] {
  return [...ofTrigger(plan), ...ofSettings(plan), ...ofCalls(calls), ...ofNodes(plan)];
}

function ofTrigger({ trigger }: Plan): string[] {
  switch (trigger.type) {
    case 'api':
    case 'manual':
    case 'flow':
      return [];
    case 'webhook':
      return [
        'The webhook itself (its address, signature check and `dedupe`) is not exported: call what src/start.ts does from your own server.',
      ];
    case 'schedule':
      return ['The schedule is not exported: make a Temporal Schedule that starts the workflow.'];
    default:
      return [`The trigger \`${trigger.type}\` is not exported: start the workflow where it happens.`];
  }
}

function ofSettings({ settings }: Plan): string[] {
  const set = AROUND.filter((name) => settings[name] !== undefined);
  return set.length === 0
    ? []
    : [`Settings that act around a run are not exported: ${set.map((name) => `\`${name}\``).join(', ')}.`];
}

function ofCalls({ types, sources, connections, asksPeople }: Calls): string[] {
  const missing = [...types].filter(([, type]) => type !== 'http.request');
  return [
    ...missing.map(
      ([name, type]) =>
        `\`${type}\` has no export: implement \`${name}\` in src/activities.ts; until then it fails with \`not_implemented\`.`,
    ),
    ...(asksPeople
      ? [
          'Approvals: implement `openApproval` in src/activities.ts (how people hear of it), and send the signal `decide` with what they decide.',
        ]
      : []),
    ...(sources.size > 0 ? ['`code` steps ran in a sandbox; here they run in the worker process.'] : []),
    ...(connections.size > 0
      ? [
          `Secrets are read from the environment: ${[...connections].map((name) => `\`${name}\``).join(', ')}. See README.md.`,
        ]
      : []),
  ];
}

function ofNodes({ nodes }: Plan): string[] {
  const flows = nodes.filter(({ type }) => type === 'flow').map(({ config }) => String(config.flow));
  const loops = nodes.some(({ type }) => type === 'forEach' || type === 'while');
  const http = nodes.some(
    ({ type, config }) =>
      type === 'http.request' &&
      (config.bodyType === 'multipart' || config.bodyType === 'binary' || config.response === 'file'),
  );
  return [
    ...(flows.length > 0
      ? [
          `Other flows are started as workflows of the same name on the same task queue: ${[...new Set(flows)].map((name) => `\`${name}\``).join(', ')}. Export them, too.`,
        ]
      : []),
    ...(nodes.some(({ poll }) => poll !== undefined)
      ? ['`poll` repeats its request from the workflow, which costs history for each.']
      : []),
    ...(http
      ? [
          'Requests that send or take files (`multipart`, `binary`, `response: file`) are not exported: see src/http-request.ts.',
        ]
      : []),
    ...(loops
      ? ['A run goes on in one history: loops of many thousand actions need a continue-as-new of your own.']
      : []),
  ];
}
