import { useEffect, useState } from 'react';
import { api } from '../api-client.ts';
import type { PartialText, Run, Step } from '../api-types.ts';
import { followEvents } from '../live-events.ts';
import { stillWriting, type Written, withPiece } from './partial-text.ts';

export interface LiveRun {
  run: Run | undefined;
  /** In order of the trace. */
  steps: Step[];
  /** By node, what its language model has written so far. */
  writing: ReadonlyMap<string, Written>;
  error: unknown;
  /** False while the connection is being sought again. */
  connected: boolean;
}

const NOTHING: LiveRun = { run: undefined, steps: [], writing: new Map(), error: undefined, connected: true };

/** A run and its steps as they happen. Events that come together are drawn together. */
export const useLiveRun = (id: string): LiveRun & { reload: () => void } => {
  const [live, setLive] = useState<LiveRun>(NOTHING);
  const [round, setRound] = useState(0);
  useEffect(() => {
    setLive(NOTHING);
    let run: Run | undefined;
    let connected = true;
    const steps = new Map<number, Step>();
    /** The same array until a step changes, for a page draws its canvas anew only then; undefined: one did. */
    let inOrder: Step[] | undefined;
    const written = new Map<string, Written>();
    let frame = 0;
    const draw = (error?: unknown) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        inOrder ??= [...steps.values()].sort((a, b) => a.n - b.n);
        // What is written may be told before the step that writes it: it is kept, and waits.
        setLive({ run, steps: inOrder, writing: stillWriting(written, inOrder), error, connected });
      });
    };
    const stop = followEvents(`/v1/runs/${encodeURIComponent(id)}/stream`, {
      on: {
        run: (now: Run) => {
          run = now;
          draw();
        },
        step: (step: Step) => {
          // Who connects again is told once more of steps that were over: by then a later round may be writing.
          const isNews = (steps.get(step.n)?.endedAt ?? null) === null;
          if (step.endedAt !== null && isNews) written.delete(step.node);
          steps.set(step.n, step);
          inOrder = undefined;
          draw();
        },
        partial: (piece: PartialText) => {
          written.set(piece.node, withPiece(written.get(piece.node), piece));
          draw();
        },
        end: () => stop(),
      },
      whenConnected: (now) => {
        connected = now;
        draw();
      },
      ask: () => api.run(id),
      whenRefused: draw,
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [id, round]);
  return { ...live, reload: () => setRound((n) => n + 1) };
};
