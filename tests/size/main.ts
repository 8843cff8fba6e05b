import { archive } from './archive.ts';
import type { Figure } from './figure.ts';
import { forEachItems, whileRounds } from './loops.ts';
import { events, subflows } from './many.ts';
import { soak } from './soak.ts';
import { values } from './values.ts';
import { waiting } from './waiting.ts';
import { World } from './world.ts';

// `npm run test:size -- --only=each,waiting --runs=10000`: see docs/size-and-time.md.
const given = new Map(
  process.argv.slice(2).map((word) => {
    const [, name = '', value = 'true'] = /^--([a-z]+)(?:=(.*))?$/.exec(word) ?? [];
    return [name, value] as const;
  }),
);
const isShort = given.has('short');
const number = (name: string, whole: number, short: number): number =>
  Number(given.get(name) ?? (isShort ? short : whole));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const MEASUREMENTS: Record<string, (world: World) => Promise<Figure[]>> = {
  each: (world) => forEachItems(world, number('items', 100_000, 3_000)),
  while: (world) => whileRounds(world, number('rounds', 1_000_000, 5_000)),
  events: (world) => events(world, number('events', 1_000, 60)),
  values,
  subflows: (world) => subflows(world, number('subflows', 1_000, 30)),
  // Its short form is an integration test (tenant-import.test.ts).
  archive: (world) => archive(world, number('rows', 100_000, 2_000)),
  waiting: (world) => waiting(world, { runs: number('runs', 10_000, 60) }),
  soak: (world) => soak(world, { minutes: number('minutes', 5, 0), say }),
};

const only =
  given.get('only')?.split(',') ??
  Object.keys(MEASUREMENTS).filter((name) => !isShort || !['soak', 'archive'].includes(name));
const world = await World.open();
try {
  for (const name of only) {
    const measure = MEASUREMENTS[name];
    if (!measure) throw new Error(`no measurement ${name}; there are ${Object.keys(MEASUREMENTS).join(', ')}`);
    for (const { what, is, ok, more } of await measure(world)) {
      say(`${ok ? '    ' : 'FAIL'} ${what.padEnd(44)} ${is}`);
      if (!ok) for (const line of more ?? []) say(`         ${line}`);
      if (!ok) process.exitCode = 1;
    }
  }
} finally {
  await world.close();
}
