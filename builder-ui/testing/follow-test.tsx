import { useEffect } from 'react';
import { useLiveRun } from '../runs/use-live-run.ts';
import type { TestingStore } from './testing-store.ts';

/** Brings a test's run into the store as it goes, whether or not anything of it is on the screen. */
export const FollowTest = ({ testing, runId }: { testing: TestingStore; runId: string }) => {
  const { run, steps } = useLiveRun(runId);
  useEffect(() => {
    const { results } = testing.get();
    if (results?.runId === runId && run) testing.set({ results: { ...results, run, steps } });
  }, [testing, runId, run, steps]);
  return null;
};
