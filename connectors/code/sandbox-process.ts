import { type ChildProcess, fork } from 'node:child_process';

/** What the child is asked. */
export interface ChildCall {
  source: string;
  /** JSON text. */
  input: string;
  timeoutMs: number;
}

/** What the child answers to a call. */
export interface ChildAnswer {
  /** JSON text. */
  output?: string;
  error?: { code: string; name?: string; message: string; stack?: string };
  logs: string[];
  /** It has grown and wants to be replaced. */
  tired: boolean;
}

/** How long past its time a call may stay silent before its process is killed: it hangs in native code. */
const GRACE_MS = 1_000;

/** One process of the sandbox. It answers one call at a time. */
export interface SandboxProcess {
  /** Gives null where the process ended before it answered: by `kill`, or by itself; `hung` where we had to kill it. */
  call(message: ChildCall): Promise<ChildAnswer | 'hung' | null>;
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
  const kill = () => {
    alive = false;
    child.kill('SIGKILL');
  };
  rest(child);
  return {
    call: async (message) => {
      child.ref();
      child.channel?.ref();
      try {
        if ((await ready) === null || !alive) return null;
        const answer = nextMessage(child) as Promise<ChildAnswer>;
        child.send(message, () => {}); // that it could not be sent shows as its exit
        return await inTime(Promise.race([answer, gone]), message.timeoutMs + GRACE_MS, kill);
      } finally {
        rest(child);
      }
    },
    kill,
    get alive() {
      return alive;
    },
  };
};

const inTime = async <T>(work: Promise<T>, ms: number, kill: () => void): Promise<T | 'hung'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hung'>((done) => {
    timer = setTimeout(() => {
      kill();
      done('hung');
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => {
    child.once('message', done);
  });

const rest = (child: ChildProcess): void => {
  child.unref();
  child.channel?.unref();
};
