import { z } from 'zod';
import type { Route } from './route.ts';

/** Where what the path says is a poor name: by method and path, as SDKs and clients that others generate will call it. */
const NAMED: Record<string, string> = {
  'post /flows/import': 'flows.importFrom',
  'get /flows/{flow}/diff': 'flows.diff',
  'get /flows/{flow}/code': 'flows.getCode',
  'put /flows/{flow}/draft': 'flows.saveDraft',
  'post /flows/{flow}/presence': 'flows.tellPresence',
  'get /flows/{flow}/stream': 'flows.stream',
  'post /flows/{flow}/runs': 'runs.start',
  'get /runs/stream': 'runs.streamAll',
  'get /runs/{run}/stream': 'runs.stream',
  'get /runs/{run}/steps/{n}/{part}': 'runs.getStepPart',
  'post /runs/{run}/events': 'runs.sendEvent',
  'get /files/{file}': 'files.download',
  'post /files': 'files.upload',
  'post /events': 'events.publish',
  'post /approvals/{approval}': 'approvals.decide',
  'post /connections/{connection}/sign-in': 'connections.beginSignIn',
  'get /data-tables/{table}/export': 'tables.exportRows',
  'post /data-tables/{table}/import': 'tables.importRows',
  'post /data-tables/{table}/rows': 'tables.putRows',
  'post /ai/help/draft': 'ai.draftFlow',
  'post /ai/help/explain': 'ai.explainFlow',
  'post /ai/help/mend': 'ai.mendFlow',
  'post /ai/help/expression': 'ai.writeExpression',
  'get /ai/help/values': 'ai.previewValues',
  'post /push/subscriptions': 'push.subscribe',
  'post /notifications/read': 'notifications.readAll',
  'post /notifications/{notification}/read': 'notifications.read',
  'get /audit/verification': 'audit.verify',
  'get /audit/export': 'audit.export',
  'post /audit/export-schedule/test': 'audit.tryExportSchedule',
  'post /audit/export-schedule/run': 'audit.exportNow',
  'get /audit/actors': 'audit.listActors',
  'post /session': 'session.signIn',
  'delete /session': 'session.signOut',
  'post /session/link': 'session.signInByLink',
  'post /session/workspace': 'session.chooseWorkspace',
  'delete /session/impersonation': 'session.endImpersonation',
  'delete /me/sessions': 'me.endOtherSessions',
  'delete /me/sessions/{session}': 'me.endSession',
  'delete /api-keys/{key}': 'apiKeys.revoke',
  'delete /api-keys/{key}/previous': 'apiKeys.endPreviousSecret',
  'post /oauth/token': 'oauth.getToken',
  'post /oauth/revoke': 'oauth.revoke',
  'post /graphql': 'graphql.query',
  'get /usage/calls': 'calls.countUsage',
  'get /roles': 'roles.list',
  'delete /workspaces/current': 'workspaces.leave',
  'post /admin/impersonations': 'admin.impersonate',
  'get /exports/{export}/archive': 'exports.download',
  'get /consents/check': 'consents.check',
  'post /consents': 'consents.record',
  'post /tenant/deletion': 'tenant.requestDeletion',
  'delete /tenant/deletion': 'tenant.cancelDeletion',
  'post /domains/{domain}/verify': 'domains.verify',
  'post /webhook-endpoints/{endpoint}/replay': 'webhookEndpoints.replayFailed',
};

/** What the SDKs call a resource whose path says it longer. */
const RESOURCES: Record<string, string> = { 'data-tables': 'tables' };

const pascal = (words: string): string =>
  words
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
const camel = (words: string): string => {
  const joined = pascal(words);
  return joined.charAt(0).toLowerCase() + joined.slice(1);
};
const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');

const isList = (route: Route): boolean => {
  const answer = route.output?.[200];
  return answer instanceof z.ZodObject && answer.shape.data instanceof z.ZodArray;
};

/**
 * `runs.start`: a resource and what is done to it, in camel case. Names are promises, for programs are generated from them: a path
 * that exists keeps its name. Made of method and path (`GET /x` that answers a list is `x.list`, `POST /x/{id}/do-it` is `x.doIt`).
 */
export function operationId(route: Route): string {
  const named = NAMED[`${route.method} ${route.path}`];
  if (named !== undefined) return named;
  const [head = '', ...parts] = route.path.split('/').filter(Boolean);
  const isName = (part: string | undefined) => part?.startsWith('{') ?? false;
  const words = parts.flatMap((part, at) => (isName(part) ? [] : [isName(parts[at + 1]) ? singular(part) : part]));
  const resource = RESOURCES[head] ?? camel(head);
  const of = words.map(pascal).join('');
  switch (route.method) {
    case 'get':
      return `${resource}.${isList(route) ? 'list' : 'get'}${of}`;
    case 'put':
      return `${resource}.set${of}`;
    case 'patch':
      return `${resource}.update${of}`;
    case 'delete':
      return `${resource}.delete${of}`;
    case 'post': {
      const [deed, ...onto] = [...words].reverse();
      return `${resource}.${deed === undefined ? 'create' : camel(deed) + onto.map(pascal).join('')}`;
    }
  }
}

/** Names that stand for no call any more; a test holds that there are none. */
export const namesOfNoCall = (routes: readonly Route[]): string[] => {
  const there = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return Object.keys(NAMED).filter((call) => !there.has(call));
};
