import type { RunStart } from './protocol.ts';
import { seedOf } from './random.ts';
import { sizeOf } from './size.ts';
import type { MachineState } from './state.ts';

/** The state of a run that has not begun. */
export const firstState = (start: RunStart): MachineState => ({
  v: 1,
  start,
  status: 'new',
  paused: false,
  vars: {},
  seq: { frame: 0, call: 0, timer: 0, wait: 0, step: 0, undo: 0 },
  rng: seedOf(start.seed),
  skewMs: 0,
  deadline: null,
  runTimer: false,
  frames: {},
  ready: [],
  queued: [],
  active: 0,
  calls: {},
  late: {},
  timers: {},
  waits: {},
  subscribed: {},
  buffer: [],
  consumed: [],
  offering: false,
  graceTimer: null,
  responded: false,
  answer: null,
  size: sizeOf(start.trigger.data),
  ended: [],
  end: null,
});
