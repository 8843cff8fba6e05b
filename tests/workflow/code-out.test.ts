import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { examplesOf } from '#tests/docs/examples.ts';
import { compileExample, runExample, startOfExample, worldOf } from '#tests/docs/run-example.ts';
import { bundleForStage, writeProjects } from '../codegen/build-code.ts';
import { endOfMachine, loadCode, playCode } from '../codegen/play-code.ts';

const FOLDER = 'dist/code-out/examples';

const flows = examplesOf(readFileSync('docs/flow-language.md', 'utf8')).flatMap(({ id, document, expected }) => {
  const { plan } = compileExample(document);
  const runs = expected.filter(({ pins, simulate, admission }) => !pins && !simulate && !admission);
  return plan ? [{ id, plan, document, runs }] : [];
});

let bundles = new Map<string, string>();

beforeAll(async () => {
  bundles = await bundleForStage(FOLDER, writeProjects(FOLDER, flows));
});

test('the code of every example passes the type checker, strictly', () => {
  const checked = (): string => execFileSync('node_modules/.bin/tsc', ['--noEmit', '-p', FOLDER], { encoding: 'utf8' });
  expect(checked()).toBe('');
});

describe.each(flows.filter(({ runs }) => runs.length > 0).map((one) => [one.id, one] as const))(
  'the code of the example %s',
  (id, { plan, runs }) => {
    test.each(runs.map((one, i) => [i + 1, one] as const))('does what the flow does (%i)', async (_, expected) => {
      const code = await loadCode(bundles.get(id) as string);
      const played = await playCode(code, plan, startOfExample(plan, expected), worldOf(expected));
      expect(played).toEqual(endOfMachine(runExample(plan, expected), plan));
    });
  },
);
