import { expect } from 'vitest';
import type { Client } from './client.ts';

export interface Sent {
  id: string | null;
  event: string;
  // Erasure: looked at by path.
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  data: any;
}

/** Reads server-sent events until `enough`, the stream's end or some seconds. */
export const listenWith =
  (api: Client) =>
  async (
    path: string,
    {
      last,
      enough = () => false,
      withinMs = 15_000,
    }: { last?: string; enough?: (seen: Sent[]) => boolean; withinMs?: number } = {},
  ): Promise<Sent[]> => {
    const seen: Sent[] = [];
    const stopping = new AbortController();
    const timer = setTimeout(() => stopping.abort(), withinMs);
    try {
      const answer = await fetch(api.url + path, {
        headers: { authorization: `Bearer ${api.key}`, ...(last === undefined ? {} : { 'last-event-id': last }) },
        signal: stopping.signal,
      });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('text/event-stream'),
      ]);
      let rest = '';
      const decoder = new TextDecoder();
      for await (const part of answer.body ?? []) {
        rest += decoder.decode(part as Uint8Array, { stream: true });
        for (let at = rest.indexOf('\n\n'); at >= 0; at = rest.indexOf('\n\n')) {
          const lines = rest.slice(0, at).split('\n');
          rest = rest.slice(at + 2);
          const field = (name: string) =>
            lines
              .find((line) => line.startsWith(`${name}:`))
              ?.slice(name.length + 1)
              .trim();
          const data = field('data');
          if (data !== undefined)
            seen.push({ id: field('id') ?? null, event: field('event') ?? 'message', data: JSON.parse(data) });
        }
        if (enough(seen)) break;
      }
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      stopping.abort();
    }
    return seen;
  };
