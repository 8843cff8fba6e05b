import type { Logger } from 'pino';
import { LiveCallers } from '#api/live/live-callers.ts';
import { type AccessNotice, hearOfAccess } from '#domain/access/notices.ts';
import type { LiveHub } from '#domain/dispatch/live-hub.ts';
import { hearOfRuns } from '#domain/dispatch/run-notices.ts';
import { createEntitlements, type Entitlements } from '#domain/entitlements/entitlements.ts';
import { hearOfEntitlements } from '#domain/entitlements/hear-changes.ts';
import { createFlags, type Flags } from '#domain/flags/flags.ts';
import { KeyMemory } from '#domain/identity/key-memory.ts';
import type { SentKeys } from '#domain/identity/verify-api-key.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { Shutdown } from './shutdown.ts';

/** What this process believes of plans and flags until others tell that it is otherwise. */
export function hearOfPlans(
  url: string,
  { database, shutdown }: { database: Database; shutdown: Shutdown },
  log: Logger,
): { entitlements: Entitlements; flags: Flags } {
  const [entitlements, flags] = [createEntitlements(database), createFlags(database)];
  const heard: Parameters<typeof hearOfEntitlements>[0]['heard'] = (notice) => {
    if (notice.kind !== 'tenant') flags.forget();
    if (notice.kind !== 'flags') entitlements.forget(notice.kind === 'tenant' ? notice.tenantId : null);
  };
  const listener = hearOfEntitlements({ url, heard }, (err) => log.warn({ err }, 'PostgreSQL, plans'));
  shutdown.defer('plans', 2_000, () => listener.close());
  return { entitlements, flags };
}

/** What other processes tell: runs that ended there, who may not come in any more, and what plans have become. */
export function hearOthers(
  url: string,
  { database, hub, shutdown }: { database: Database; hub: LiveHub; shutdown: Shutdown },
  log: Logger,
): { liveCallers: LiveCallers; sentKeys: SentKeys; entitlements: Entitlements; flags: Flags } {
  const notices = hearOfRuns({ url, hub }, (err) => log.warn({ err }, 'PostgreSQL, notices'));
  shutdown.defer('notices', 2_000, () => notices.close());
  const liveCallers = new LiveCallers();
  const sentKeys: SentKeys = new KeyMemory();
  const heard = (notice: AccessNotice): void => {
    sentKeys.forget(notice);
    liveCallers.cut(notice);
  };
  const access = hearOfAccess({ url, heard }, (err) => log.warn({ err }, 'PostgreSQL, access'));
  shutdown.defer('access', 2_000, () => access.close());
  return { liveCallers, sentKeys, ...hearOfPlans(url, { database, shutdown }, log) };
}
