import { createFairQueue } from './fair-queue.ts';
import { type ChildAnswer, type ChildCall, type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

/** How a call ended: answered (null: its process ended by itself), silent past its time, or no longer wanted. */
export type CallEnd = { how: 'answered'; answer: ChildAnswer | null } | { how: 'hung' } | { how: 'aborted' };

/** A few processes and the queue before them. Callers are served in turn, and none holds every process. */
export interface SandboxPool {
  /** Never fails. */
  call(caller: string, call: ChildCall, signal: AbortSignal | undefined): Promise<CallEnd>;
  /** Kills every process; what runs or waits ends as aborted. */
  close(): void;
}

interface Job {
  caller: string;
  call: ChildCall;
  /** The first end counts. */
  end: (end: CallEnd) => void;
  /** The process that runs it; null while it waits. */
  process: SandboxProcess | null;
}

export const createSandboxPool = (processes: number, entry: URL): SandboxPool => {
  const queue = createFairQueue<Job>();
  const running = new Set<Job>();
  let idle: SandboxProcess[] = [];
  let closed = false;

  const mayRun = (caller: string): boolean =>
    [...running].filter((job) => job.caller === caller).length < Math.max(1, processes - 1);

  const dispatch = (): void => {
    while (!closed && running.size < processes) {
      const job = queue.take(mayRun);
      if (!job) return;
      idle = idle.filter((one) => one.alive);
      const process = idle.pop() ?? startSandboxProcess(entry);
      running.add(job);
      void work(job, process).then(() => {
        running.delete(job);
        if (process.alive) idle.push(process);
        dispatch();
      });
    }
  };

  const drop = (job: Job): void => {
    queue.remove(job.caller, job);
    job.process?.kill(); // nothing less stops a loop
    job.end({ how: 'aborted' });
  };

  return {
    call: async (caller, call, signal) => {
      let stop = () => {};
      const ended = new Promise<CallEnd>((end) => {
        const job: Job = { caller, call, end, process: null };
        stop = () => drop(job);
        if (signal?.aborted || closed) return stop();
        signal?.addEventListener('abort', stop, { once: true });
        queue.push(caller, job);
        dispatch();
      });
      return ended.finally(() => signal?.removeEventListener('abort', stop));
    },
    close: () => {
      closed = true;
      for (let job = queue.take(() => true); job; job = queue.take(() => true)) drop(job);
      for (const job of running) drop(job);
      for (const process of idle.splice(0)) process.kill();
    },
  };
};

const work = async (job: Job, process: SandboxProcess): Promise<void> => {
  job.process = process;
  const answer = await process.call(job.call);
  job.process = null;
  if (answer === 'hung') return job.end({ how: 'hung' });
  if (answer?.tired) process.kill();
  job.end({ how: 'answered', answer });
};
