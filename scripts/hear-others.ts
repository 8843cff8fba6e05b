import type { Logger } from 'pino';
import { LiveCallers } from '#api/live/live-callers.ts';
import { hearOfAccess } from '#domain/access/notices.ts';
import type { LiveHub } from '#domain/dispatch/live-hub.ts';
import { hearOfRuns } from '#domain/dispatch/run-notices.ts';
import type { Shutdown } from './shutdown.ts';

/** What other processes tell: runs that ended there, and who may not come in any more. */
export function hearOthers(
  url: string,
  { hub, shutdown }: { hub: LiveHub; shutdown: Shutdown },
  log: Logger,
): LiveCallers {
  const notices = hearOfRuns({ url, hub }, (err) => log.warn({ err }, 'PostgreSQL, notices'));
  shutdown.defer('notices', 2_000, () => notices.close());
  const live = new LiveCallers();
  const heard = { url, heard: (notice: Parameters<LiveCallers['cut']>[0]) => void live.cut(notice) };
  const access = hearOfAccess(heard, (err) => log.warn({ err }, 'PostgreSQL, access'));
  shutdown.defer('access', 2_000, () => access.close());
  return live;
}
