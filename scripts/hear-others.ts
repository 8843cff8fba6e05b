import type { Logger } from 'pino';
import { LiveCallers } from '#api/live/live-callers.ts';
import { type AccessNotice, hearOfAccess } from '#domain/access/notices.ts';
import type { LiveHub } from '#domain/dispatch/live-hub.ts';
import { hearOfRuns } from '#domain/dispatch/run-notices.ts';
import { KeyMemory } from '#domain/identity/key-memory.ts';
import type { SentKeys } from '#domain/identity/verify-api-key.ts';
import type { Shutdown } from './shutdown.ts';

/** What other processes tell: runs that ended there, and who may not come in any more. */
export function hearOthers(
  url: string,
  { hub, shutdown }: { hub: LiveHub; shutdown: Shutdown },
  log: Logger,
): { liveCallers: LiveCallers; sentKeys: SentKeys } {
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
  return { liveCallers, sentKeys };
}
