import { sleep } from '#scripts/embedded/processes.ts';
import type { Chance } from './chance.ts';
import type { Receiver } from './receiver.ts';
import type { Server, Wire, World } from './world.ts';

export type FaultKind =
  | 'kill node'
  | 'kill node in a request'
  | 'kill node after an answer'
  | 'kill postgres'
  | 'kill a backend'
  | 'kill temporal'
  | 'kill all'
  | 'freeze node'
  | 'freeze postgres'
  | 'freeze temporal'
  | 'cut database'
  | 'cut temporal'
  | 'cut receiver'
  | 'slow database'
  | 'slow temporal'
  | 'slow receiver'
  | 'disk full'
  | 'clock jump';

/** Of a hundred and some, where all are possible. */
const SHARES: Record<FaultKind, number> = {
  'kill node': 12,
  'kill node in a request': 12,
  'kill node after an answer': 8,
  'kill postgres': 8,
  'kill a backend': 6,
  'kill temporal': 8,
  'kill all': 10,
  'freeze node': 5,
  'freeze postgres': 6,
  'freeze temporal': 6,
  'cut database': 6,
  'cut temporal': 6,
  'cut receiver': 5,
  'slow database': 3,
  'slow temporal': 3,
  'slow receiver': 3,
  'disk full': 4,
  'clock jump': 4,
};

/** Something that has been broken, and the way to mend it. What dies is started again by its keeper: nothing to mend. */
export interface Trouble {
  kind: FaultKind;
  mend: () => void;
}

export interface FaultSettings {
  world: World;
  receiver: Receiver;
  chance: Chance;
  /** The longest that a server is away, ms. */
  longestMs: number;
  /** Only these, where they are given. */
  only: readonly FaultKind[] | null;
  /** These first, in this order. */
  first: readonly FaultKind[];
}

const nothing = (): void => undefined;

/** Breaks things, as chance says. */
export class Faults {
  readonly #settings: FaultSettings;
  readonly #shares: Partial<Record<FaultKind, number>>;
  readonly #first: FaultKind[];

  constructor(settings: FaultSettings) {
    this.#settings = settings;
    this.#first = [...settings.first];
    const possible = (kind: FaultKind): boolean => {
      const { world, only } = settings;
      if (only) return only.includes(kind);
      if (kind === 'disk full') return world.disk !== null;
      const [, what] = kind.split(' ');
      if (/^(cut|slow) /.test(kind)) return world.links[what as Wire] !== undefined;
      return true;
    };
    this.#shares = Object.fromEntries(
      (Object.entries(SHARES) as [FaultKind, number][]).filter(([kind]) => possible(kind)),
    );
  }

  choose(): FaultKind {
    return this.#first.shift() ?? this.#settings.chance.of(this.#shares);
  }

  /** How long it is away: mostly a moment, now and then the longest. What was killed comes again by itself. */
  lengthMs(kind: FaultKind): number {
    const { chance, longestMs } = this.#settings;
    const isLong = chance.next() < 0.15 && !kind.startsWith('kill');
    return isLong ? longestMs : chance.between(200, Math.min(3_000, longestMs));
  }

  async begin(kind: FaultKind): Promise<Trouble> {
    return { kind, mend: await this.#begin(kind) };
  }

  async #begin(kind: FaultKind): Promise<() => void> {
    const { world, receiver, chance } = this.#settings;
    const node = chance.between(0, world.urls.length - 1);
    switch (kind) {
      case 'kill node in a request':
      case 'kill node after an answer':
        // Straight after what the outside has seen: the worker has not told anybody yet.
        await receiver.next(kind === 'kill node in a request' ? 'request' : 'answer', 3_000);
        world.killNode(node);
        return nothing;
      case 'kill node':
        world.killNode(node);
        return nothing;
      case 'kill postgres':
        world.killServer('postgres');
        return nothing;
      case 'kill a backend':
        world.killBackend((count) => chance.between(0, Math.max(0, count - 1)));
        return nothing;
      case 'kill temporal':
        world.killServer('temporal');
        return nothing;
      case 'kill all':
        world.urls.forEach((_, n) => world.killNode(n));
        world.killServer('postgres');
        world.killServer('temporal');
        return nothing;
      case 'freeze node':
        return world.freeze(node);
      case 'freeze postgres':
      case 'freeze temporal':
        return world.freeze(kind.slice(7) as Server);
      case 'cut database':
      case 'cut temporal':
      case 'cut receiver': {
        const link = world.links[kind.slice(4) as Wire];
        link?.cut();
        return () => link?.mend();
      }
      case 'slow database':
      case 'slow temporal':
      case 'slow receiver': {
        const link = world.links[kind.slice(5) as Wire];
        link?.slow(chance.between(10, 150));
        return () => link?.mend();
      }
      case 'disk full':
        world.disk?.fill(chance.between(0, 64) * 1024);
        return () => world.disk?.empty();
      case 'clock jump':
        world.clock.set(chance.between(-3_600, 3_600) * 1_000);
        return () => world.clock.set(0);
    }
  }
}

/** What one time of trouble was, and how the product came out of it. */
export interface Outage {
  kinds: FaultKind[];
  /** Epoch ms. */
  beganAt: number;
  mendedAt: number;
  /** Until a new caller was answered, ms after it was mended. */
  recoveryMs: number;
}

/** What has to be met by whoever hangs for a minute rather than a moment: each once, after all the others. */
export const WHOLE: readonly FaultKind[] = ['freeze postgres', 'freeze temporal'];

/** One trouble for the whole of the longest time, and nothing beside it. */
export async function wholeOutage(
  faults: Faults,
  { kind, lengthMs }: { kind: FaultKind; lengthMs: number },
  answered: () => Promise<void>,
): Promise<Outage> {
  const beganAt = Date.now();
  const { mend } = await faults.begin(kind);
  await sleep(lengthMs);
  mend();
  const mendedAt = Date.now();
  await answered();
  return { kinds: [kind], beganAt, mendedAt, recoveryMs: Date.now() - mendedAt };
}

/** One trouble, now and then two at once; then waits until a caller is answered again. */
export async function oneOutage(faults: Faults, chance: Chance, answered: () => Promise<void>): Promise<Outage> {
  const beganAt = Date.now();
  const kind = faults.choose();
  const troubles = [await faults.begin(kind)];
  await sleep(faults.lengthMs(kind));
  if (chance.next() < 0.15) {
    troubles.push(await faults.begin(faults.choose()));
    await sleep(chance.between(100, 1_500));
  }
  for (const { mend } of troubles) mend();
  const mendedAt = Date.now();
  await answered();
  return { kinds: troubles.map(({ kind }) => kind), beganAt, mendedAt, recoveryMs: Date.now() - mendedAt };
}
