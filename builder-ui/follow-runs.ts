import { api } from './api-client.ts';
import type { Run } from './api-types.ts';
import { followEvents } from './live-events.ts';
import { whileSeen } from './while-seen.ts';

interface Following {
  run: (run: Run) => void;
  /** Some may not have been told: the connection was lost, or nobody saw the window. */
  missed: () => void;
}

/** Runs of a flow, or (null) of all, as they begin, change and end. @returns stops following */
export const followRuns = (flow: string | null, { run, missed }: Following): (() => void) => {
  let lost = document.visibilityState !== 'visible';
  return whileSeen(() => {
    const stop = followEvents(`/v1/runs/stream${flow ? `?flow=${encodeURIComponent(flow)}` : ''}`, {
      on: { run },
      whenConnected: (connected) => {
        if (connected && lost) missed();
        lost = !connected;
      },
      ask: () => api.runs({ limit: 1 }),
      whenRefused: () => {},
    });
    return () => {
      lost = true;
      stop();
    };
  });
};
