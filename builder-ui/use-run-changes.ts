import { useEffect, useRef } from 'react';
import { api } from './api-client.ts';
import { followEvents } from './live-events.ts';

const SETTLE_MS = 500;

/** Told soon after any run began, changed or ended, and when the connection came back: many changes are told once. */
export const useRunChanges = (changed: () => void): void => {
  const latest = useRef(changed);
  latest.current = changed;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), SETTLE_MS);
    };
    let lost = false;
    const stop = followEvents('/v1/runs/stream', {
      on: { run: soon },
      whenConnected: (connected) => {
        if (connected && lost) soon();
        lost = !connected;
      },
      ask: () => api.runs({ limit: 1 }),
      whenRefused: () => {},
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
};
