import { type ChildProcess, fork } from 'node:child_process';

/** What the child answers to a call. */
export interface ChildAnswer {
  /** JSON text. */
  output?: string;
  error?: { code: string; name?: string; message: string; stack?: string };
  logs: string[];
  /** It has grown and wants to be replaced. */
  tired: boolean;
}

/** One process of the sandbox. It answers one call at a time. */
export interface SandboxProcess {
  /** Gives null where the process ended before it answered: by `kill`, or by itself. */
  call(message: { source: string; input: string; timeoutMs: number }): Promise<ChildAnswer | null>;
  kill(): void;
  readonly alive: boolean;
}

/** Starts a child; calls wait until it is ready. It never keeps our process alive while it has nothing to do. */
export const startSandboxProcess = (entry: URL): SandboxProcess => {
  // No environment, no loader, no file of ours: if someone breaks out of QuickJS, this is what they find.
  const child = fork(entry, [], {
    env: {},
    execArgv: ['--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let alive = true;
  const gone = new Promise<null>((done) => {
    const end = () => {
      alive = false;
      done(null);
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const ready = Promise.race([nextMessage(child), gone]);
  rest(child);
  return {
    call: async (message) => {
      child.ref();
      child.channel?.ref();
      try {
        if ((await ready) === null || !alive) return null;
        const answer = nextMessage(child);
        child.send(message, () => {}); // that it could not be sent shows as its exit
        return await Promise.race([answer as Promise<ChildAnswer>, gone]);
      } finally {
        rest(child);
      }
    },
    kill: () => {
      alive = false;
      child.kill('SIGKILL');
    },
    get alive() {
      return alive;
    },
  };
};

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => {
    child.once('message', done);
  });

const rest = (child: ChildProcess): void => {
  child.unref();
  child.channel?.unref();
};
