import type { Origin } from '#prisma/origin.ts';
import type { Caller } from './caller.ts';
import type { RequestFacts } from './route.ts';

/** What the audit knows of a request. Nobody: a public route, whose handler finds out who it is. */
export const originOf = (caller: Caller | null, facts: RequestFacts, noted?: (action: string) => void): Origin => ({
  actor: caller?.principal ?? '',
  name: caller?.name ?? null,
  impersonator: caller?.impersonator ?? null,
  via: caller?.kind ?? null,
  ip: facts.ip,
  userAgent: facts.header('user-agent') ?? '',
  traceId: facts.traceId,
  ...(noted && { noted }),
});
