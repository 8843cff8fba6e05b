import type { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import type { Answer } from '#api/frame/answer.ts';
import { type RequestFacts, type Route, type RouteInput, type RouteSpec, route } from '#api/frame/route.ts';
import { PLATFORM_ID } from '#domain/platform/platform.ts';
import { operatorOf } from './operator-of.ts';

/** What of a request says who calls, and from which page. */
const CARRIED = ['authorization', 'cookie', 'origin', 'host', 'sec-fetch-site'] as const;

const headersOf = (request: RequestFacts): Record<string, string> =>
  Object.fromEntries(CARRIED.flatMap((name) => (request.header(name) ? [[name, String(request.header(name))]] : [])));

type OperatorSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Omit<
  RouteSpec<P, Q, B>,
  'scopes' | 'handle' | 'keyHolder' | 'besides'
> & {
  handle(
    input: Omit<RouteInput<z.output<P>, z.output<Q>, z.output<B>>, 'caller'> & { by: string },
    deps: ApiDeps,
  ): Promise<Answer>;
};

const callerOf = (request: RequestFacts, deps: ApiDeps): Promise<string> => {
  const { publicUrl } = deps.settings;
  const origins = publicUrl === null ? [] : [new URL(publicUrl).origin];
  return operatorOf(deps, headersOf(request), request.ip, origins);
};

/**
 * A call for operators of the installation alone. It has no tenant, so no scope opens it: the operators' token does, or a
 * session whose e-mail is on the list. `by`: `operator:…`, as the log keeps it. What was answered to an `Idempotency-Key` lies with
 * the product's own tenant; why something is done may be said in other words the second time.
 */
export const operatorRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: OperatorSpec<P, Q, B>,
): Route =>
  route<P, Q, B>({
    ...spec,
    scopes: 'public',
    errors: ['unauthorized', 'forbidden', ...(spec.errors ?? [])],
    keyHolder: async (request, deps) => ({ tenantId: PLATFORM_ID, principal: await callerOf(request, deps) }),
    besides: ['reason'],
    handle: async (input, deps) => spec.handle({ ...input, by: await callerOf(input.request, deps) }, deps),
  });
