import { z } from 'zod';
import { actingCookie, actingToken } from '#api/auth/session-cookie.ts';
import type { ApiDeps } from '#api/deps.ts';
import { noContent } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { id } from '#api/schemas/common.ts';
import { beginImpersonation, endImpersonation, IMPERSONATION_SECONDS } from '#domain/access/impersonate.ts';

const cookieFor = (token: string | null, request: RequestFacts, deps: ApiDeps): Record<string, string> => {
  const secure = deps.settings.production || request.origin.startsWith('https:');
  return { 'Set-Cookie': actingCookie(token, { secure, seconds: IMPERSONATION_SECONDS }) };
};

export const beginImpersonationRoute = operatorRoute({
  method: 'post',
  path: '/admin/impersonations',
  tag: 'Operators',
  summary: 'Sit in somebody’s place for an hour',
  description:
    'The session is a second cookie beside the operator’s own. It can make no keys, give no rights and change nothing of how the person signs in. The owners are told.',
  body: z.strictObject({ tenant: id('ten'), user: id('usr'), reason: z.string().trim().min(3).max(300) }),
  output: { 204: z.null() },
  errors: ['not_found'],
  handle: async ({ body, by, request }, deps) => {
    const operatorId = by.replace(/^operator:/, '');
    if (!operatorId.startsWith('usr_'))
      throw fail('forbidden', 'Entre com a sua própria conta.', 'Sign in with an account of your own.');
    const { token } = await beginImpersonation(deps.database, {
      ...{ tenantId: body.tenant, userId: body.user, operatorId, reason: body.reason },
      ...{ ip: request.ip, userAgent: request.header('user-agent') ?? null },
      operators: deps.settings.operators.emails,
    });
    return noContent(cookieFor(token, request, deps));
  },
});

export const endImpersonationRoute = route({
  method: 'delete',
  path: '/session/impersonation',
  tag: 'Operators',
  summary: 'Leave somebody’s place',
  description: 'One’s own session is there again.',
  output: { 204: z.null() },
  scopes: 'public',
  handle: async ({ request }, deps) => {
    const token = actingToken(request.header('cookie'));
    if (token !== null) await endImpersonation(deps.database, token);
    return noContent(cookieFor(null, request, deps));
  },
});
