import { ApiError } from './api-error.ts';

interface Following {
  /** By the name of the event, its data. */
  on: Record<string, (data: never) => void>;
  /** Told of every change between there and gone. */
  whenConnected: (connected: boolean) => void;
  /** A plain request to the same thing: when the stream is refused it says why, in words. */
  ask: () => Promise<unknown>;
  /** It is refused for good: signed out, not there, not allowed. */
  whenRefused: (error: unknown) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

const isFinal = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;

/**
 * Follows a stream of the API until it is stopped. A browser comes back by itself from a lost connection, but gives up
 * for ever when the server answers anything else than the stream, as it does while it starts: so it is asked again.
 *
 * @returns stops following
 */
export const followEvents = (path: string, following: Following): (() => void) => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let stopped = false;
  const refused = async () => {
    const error = await following.ask().then(
      () => undefined,
      (failure: unknown) => failure,
    );
    if (stopped) return;
    if (isFinal(error)) return following.whenRefused(error);
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  const open = () => {
    const opened = new EventSource(path);
    source = opened;
    opened.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      following.whenConnected(true);
    });
    opened.addEventListener('error', () => {
      following.whenConnected(false);
      if (opened.readyState === EventSource.CLOSED) void refused();
    });
    for (const [name, listener] of Object.entries(following.on)) {
      opened.addEventListener(name, (event) => listener(JSON.parse((event as MessageEvent<string>).data) as never));
    }
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
};
