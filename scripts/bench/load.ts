import { Agent, request } from 'undici';

export interface LoadResult {
  perSecond: number;
  medianMs: number;
  p95Ms: number;
  failed: number;
}

/** Calls an address from `callers` at once for `seconds`; what comes in the first second is not counted. */
export async function load(
  url: string,
  {
    callers,
    seconds,
    body,
    headers = {},
    method = 'POST',
  }: { callers: number; seconds: number; body?: unknown; headers?: Record<string, string>; method?: 'GET' | 'POST' },
): Promise<LoadResult> {
  const dispatcher = new Agent({ connections: callers, pipelining: 1 });
  const text = body === undefined ? null : JSON.stringify(body);
  const from = Date.now() + 1_000;
  const until = from + seconds * 1_000;
  const times: number[] = [];
  let failed = 0;
  const caller = async (): Promise<void> => {
    while (Date.now() < until) {
      const began = performance.now();
      const begin = Date.now();
      const { statusCode, body: answer } = await request(url, {
        method,
        headers: { ...(text === null ? {} : { 'content-type': 'application/json' }), ...headers },
        body: text,
        dispatcher,
      });
      await answer.dump();
      if (statusCode >= 300) failed++;
      else if (begin >= from) times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await dispatcher.close();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / seconds, medianMs: at(0.5), p95Ms: at(0.95), failed };
}
