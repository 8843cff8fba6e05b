import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The clock of a Node process, as its JavaScript reads it, ahead or behind by what a file says. PostgreSQL, Temporal and
 * the native part of the worker keep the true time: a machine whose clock differs from its servers'.
 */
const script = (file: string): string => `
const { readFileSync } = require('node:fs');
const Real = globalThis.Date;
const trueNow = Real.now;
let aheadMs = 0;
const look = () => {
  try { aheadMs = Number(readFileSync(${JSON.stringify(file)}, 'utf8')) || 0; } catch {}
};
look();
setInterval(look, 100).unref();
Real.now = () => trueNow() + aheadMs;
globalThis.Date = new Proxy(Real, {
  construct: (target, args, type) => Reflect.construct(target, args.length === 0 ? [Real.now()] : args, type),
  apply: () => new Real(Real.now()).toString(),
});
`;

/** A clock that can be set, for processes that are started with its settings. */
export class Clock {
  readonly settings: Record<string, string>;
  readonly #file: string;

  constructor(folder: string) {
    const preload = path.join(folder, 'clock.cjs');
    this.#file = path.join(folder, 'clock-ahead-ms');
    writeFileSync(preload, script(this.#file));
    this.settings = { NODE_OPTIONS: `--require ${preload}` };
    this.set(0);
  }

  set(aheadMs: number): void {
    writeFileSync(this.#file, String(aheadMs));
  }
}
