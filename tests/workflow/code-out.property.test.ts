import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { compile } from '#flow/compile.ts';
import { type RandomCase, randomCase } from '#flow/machine/random-flow.ts';
import { sampleStart } from '#flow/simulator/sample-run.ts';
import { simulate, type World } from '#flow/simulator/simulator.ts';
import { testCatalogue } from '#flow/testing.ts';
import { bundleForStage, writeProjects } from '../codegen/build-code.ts';
import { calm } from '../codegen/calm.ts';
import { type Ended, endOfMachine, loadCode, playCode } from '../codegen/play-code.ts';

const FOLDER = 'dist/code-out/random';
const CASES = 150;

const cases = fc.sample(randomCase, { numRuns: CASES, seed: 20_261_121 }).flatMap((random, i) => {
  const document = calm(random.flow);
  const { plan } = compile(document, testCatalogue, { locale: 'en' });
  return plan ? [{ id: `case${i}`, plan, document, random }] : [];
});
let bundles = new Map<string, string>();

beforeAll(async () => {
  bundles = await bundleForStage(FOLDER, writeProjects(FOLDER, cases));
});

const hashOf = (text: string): number =>
  Array.from(text, (c) => c.charCodeAt(0)).reduce((hash, code) => (hash * 31 + code) >>> 0, 7);

/** Answers by the place of a call, the same in whichever order calls are made; no two come in one instant. */
function worldOf({ replyAt, endsAfterMs }: RandomCase): World {
  const times = new Map<string, number>();
  return {
    reply: (asked) => {
      const place = 'idempotencyKey' in asked ? asked.idempotencyKey : '';
      times.set(place, (times.get(place) ?? 0) + 1);
      const key = `${place} ${times.get(place)}`;
      const reply = replyAt(hashOf(key) % 60);
      return reply && { ...reply, afterMs: reply.afterMs + 1 + (hashOf(`${key}ms`) % 997) };
    },
    endsAfterMs,
    events: [4_003, 9_016, 26_029].map((afterMs, i) => ({
      afterMs,
      event: {
        id: `evt_${i}`,
        name: 'e',
        key: null,
        data: null,
        source: 'api',
        receivedAt: `2026-11-21T12:00:0${i}.000Z`,
      },
    })),
  };
}

/** Calls of one instant have no order among them. */
const unordered = ({ calls, ...rest }: Ended) => ({ ...rest, calls: calls.map((call) => JSON.stringify(call)).sort() });

test('there are enough flows to say something', () => {
  expect(cases.length).toBeGreaterThan(CASES * 0.9);
});

test('the code of any flow does what the flow does', async () => {
  for (const { id, plan, document, random } of cases) {
    const code = await loadCode(bundles.get(id) as string);
    const played = await playCode(code, plan, sampleStart({}), worldOf(random));
    const machine = endOfMachine(simulate(plan, sampleStart({}), worldOf(random)), plan);
    expect(unordered(played), JSON.stringify(document)).toEqual(unordered(machine));
  }
});

test('the code of any flow passes the type checker, strictly', () => {
  const checked = (): string => execFileSync('node_modules/.bin/tsc', ['--noEmit', '-p', FOLDER], { encoding: 'utf8' });
  expect(checked()).toBe('');
});
