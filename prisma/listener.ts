import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

/** How long until a lost connection is tried again. */
const AGAIN_MS = 1_000;

interface Hearing {
  heard: (payload: string) => void;
  /** It listens again. What was said since the connection was lost is lost: whoever waits for something looks now. */
  onBack: () => void;
  onError: (error: Error) => void;
}

/** Hears what transactions say on a channel (`pg_notify`), on a connection of its own that is made again when it is lost. */
export function listenTo(
  {
    url,
    channel,
  }: {
    url: string;
    channel: 'trama_runs' | 'trama_access' | 'trama_webhooks' | 'trama_platform' | 'trama_entitlements';
  },
  { heard, onBack, onError }: Hearing,
): Listener {
  const stop = new AbortController();
  let client: pg.Client | undefined;
  let wasThere = false;

  const once = async (): Promise<void> => {
    const mine = new pg.Client({ connectionString: url, application_name: `trama-${channel}`, keepAlive: true });
    client = mine;
    const gone = new Promise<void>((resolve) => {
      mine.on('error', (error) => {
        onError(error);
        resolve();
      });
      mine.on('end', resolve);
    });
    mine.on('notification', ({ payload }) => heard(payload ?? ''));
    await mine.connect();
    await mine.query(`listen ${channel}`);
    if (wasThere) onBack();
    wasThere = true;
    await gone;
  };

  const always = (async () => {
    while (!stop.signal.aborted) {
      await once().catch(onError);
      await client?.end().catch(() => undefined);
      await sleep(AGAIN_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();

  return {
    close: async () => {
      stop.abort();
      await client?.end().catch(() => undefined);
      await always;
    },
  };
}
