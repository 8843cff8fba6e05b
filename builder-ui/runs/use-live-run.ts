import { useEffect, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import type { Run, Step } from '../api-types.ts';

export interface LiveRun {
  run: Run | undefined;
  /** In order of the trace. */
  steps: Step[];
  error: unknown;
  /** False while the connection is being sought again. */
  connected: boolean;
}

const NOTHING: LiveRun = { run: undefined, steps: [], error: undefined, connected: true };

const data = <T>(event: Event): T => JSON.parse((event as MessageEvent<string>).data) as T;

/** A run and its steps as they happen. Events that come together are drawn together. */
export const useLiveRun = (id: string): LiveRun & { reload: () => void } => {
  const [live, setLive] = useState<LiveRun>(NOTHING);
  const [round, setRound] = useState(0);
  const steps = useRef(new Map<number, Step>());
  useEffect(() => {
    steps.current = new Map();
    setLive(NOTHING);
    let run: Run | undefined;
    let frame = 0;
    const draw = (change: Partial<LiveRun> = {}) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const inOrder = [...steps.current.values()].sort((a, b) => a.n - b.n);
        setLive({ run, steps: inOrder, error: undefined, connected: true, ...change });
      });
    };
    const source = new EventSource(`/v1/runs/${encodeURIComponent(id)}/stream`);
    source.addEventListener('run', (event) => {
      run = data<Run>(event);
      draw();
    });
    source.addEventListener('step', (event) => {
      const step = data<Step>(event);
      steps.current.set(step.n, step);
      draw();
    });
    source.addEventListener('end', () => source.close());
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return draw({ connected: false });
      // The stream was refused: a plain request says why, in words.
      api.run(id).then(
        (found) => {
          run = found;
          draw({ connected: false });
        },
        (error: unknown) => draw({ error }),
      );
    });
    return () => {
      cancelAnimationFrame(frame);
      source.close();
    };
  }, [id, round]);
  return { ...live, reload: () => setRound((n) => n + 1) };
};
