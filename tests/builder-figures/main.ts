import type { Figure } from '../size/figure.ts';
import { largeFlowFigures } from './drawing.ts';
import { liveFigures } from './live.ts';
import { Studio } from './studio.ts';
import { typingFigures } from './typing.ts';
import { weightFigures } from './weight.ts';

// `npm run bench:builder -- --only=weight,drag500`: see docs/builder.md.
const MEASUREMENTS: Record<string, (studio: Studio) => Promise<Figure[]>> = {
  weight: weightFigures,
  live: liveFigures,
  typing: typingFigures,
  drag500: (studio) => largeFlowFigures(studio, 500, { open: 1000, frame: 16 }),
  drag1000: (studio) => largeFlowFigures(studio, 1000, { open: null, frame: null }),
};

const only =
  process.argv
    .find((one) => one.startsWith('--only='))
    ?.slice(7)
    .split(',') ?? Object.keys(MEASUREMENTS);
const studio = await Studio.open();
try {
  for (const name of only) {
    const measure = MEASUREMENTS[name];
    if (!measure) throw new Error(`no measurement ${name}; there are ${Object.keys(MEASUREMENTS).join(', ')}`);
    for (const { what, is, ok } of await measure(studio)) {
      process.stdout.write(`${ok ? '    ' : 'FAIL'} ${what.padEnd(48)} ${is}\n`);
      if (!ok) process.exitCode = 1;
    }
  }
} finally {
  await studio.close();
}
