import type { Call } from './call.ts';
import type { Http } from './http.ts';
import type { RequestOptions } from './options.ts';
import { readEvents, type StreamEvent } from './read-events.ts';
import { sleep } from './repeats.ts';
import { NoAnswerError, ServerError, TooManyError } from './trama-error.ts';

export type { StreamEvent };

export interface StreamOptions extends Pick<RequestOptions, 'signal' | 'language' | 'headers'> {
  /** Goes on behind this event. */
  lastEventId?: string;
}

/** Three heartbeats of the server: a line that is silent for longer is dead. */
const SILENCE_MS = 45_000;

/** Longest wait before a line is taken up again. */
const LONGEST_MS = 30_000;

/**
 * What a stream tells, until it ends by itself (`end`) or the caller leaves. A line that breaks is taken up again behind the last event that came.
 * @throws TramaError where it may not be listened to, or no longer.
 */
export async function* streamEvents(
  http: Http,
  call: Call,
  options: StreamOptions,
): AsyncGenerator<StreamEvent, void, void> {
  let last = options.lastEventId;
  let pauseMs = 2_000;
  for (let failures = 0; ; ) {
    const left = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
    try {
      const headers = {
        ...options.headers,
        Accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'Last-Event-ID': last }),
      };
      const response = await http.bytes(call, {
        signal,
        headers,
        ...(options.language ? { language: options.language } : {}),
      });
      for await (const one of readEvents(response, SILENCE_MS)) {
        failures = 0;
        if (one.retryMs !== undefined) pauseMs = one.retryMs;
        if (!one.event) continue;
        last = one.event.id ?? last;
        yield one.event;
        if (one.event.event === 'end') return;
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      const mayComeBack =
        error instanceof NoAnswerError || error instanceof ServerError || error instanceof TooManyError;
      if (!mayComeBack) throw error;
    } finally {
      // Also where the caller breaks out of its loop: the line is let go.
      left.abort();
    }
    failures += 1;
    await sleep(Math.min(pauseMs * 2 ** (failures - 1), LONGEST_MS) * (0.5 + Math.random() / 2), options.signal);
  }
}
