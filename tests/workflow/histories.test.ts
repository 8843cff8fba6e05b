import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { MACHINE } from '#flow/machine/number.ts';
import { freezeMachine } from '#scripts/freeze-machine.ts';
import { frozenBundle, workflowBundle } from '#workers/bundle.ts';
import { examplesOf } from '../docs/examples.ts';
import { quiet } from './flow-bench.ts';
import { recordedShapes } from './recorded-shapes.ts';
import { namesOf, readHistory, recordedMachines } from './stored-histories.ts';

// Some histories have thousands of events, on two cores that may be shared.
vi.setConfig({ testTimeout: 180_000 });

const WHAT_TO_DO = `runs that are under way would not go on with this code.
Do not record these histories again. Either make the change so that they replay (compare with the released code), or raise
the machine's number first, so that the released code is kept beside the new: docs/upgrading.md, "A new machine".`;

beforeAll(() => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
});

/** Names of the histories that the code does not replay, each with what differs. */
async function failures(bundle: WorkflowBundleOption, machine: number, names = namesOf(machine)): Promise<string[]> {
  function* histories() {
    for (const name of names) yield readHistory(machine, name);
  }
  const failed: string[] = [];
  let i = 0;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: bundle, sinks: quiet }, histories())) {
    const name = names[i++];
    if (error) failed.push(`${name}: ${error.message}`);
  }
  return failed;
}

describe.each(recordedMachines())('machine %i', (machine) => {
  test('replays every history that is stored of it', async () => {
    const failed = await failures(await workflowBundle(machine), machine);
    expect(
      failed,
      `${failed.length} of ${namesOf(machine).length} stored histories do not replay: ${WHAT_TO_DO}`,
    ).toEqual([]);
  });
});

test('a machine that was frozen does what it did', async () => {
  // Where Temporal's packages are found.
  const file = path.resolve('node_modules/.cache/trama/frozen-for-a-test.mjs');
  await freezeMachine('.', file);
  const shapes = namesOf(MACHINE).filter((name) => name.startsWith('shape-') && !name.includes('renewed'));
  expect(shapes.length).toBeGreaterThan(30);
  expect(await failures(await frozenBundle(file), MACHINE, shapes)).toEqual([]);
});

test('every example of the language and every shape has a history of the newest machine', () => {
  const stored = new Set(namesOf(MACHINE).map((name) => name.replace(/(-\d+)?(-quick)?(\.\d+)?$/, '')));
  const examples = examplesOf(readFileSync('docs/flow-language.md', 'utf8')).filter(({ expected }) =>
    expected.some(({ admission, problems }) => !admission && !problems?.some((one) => one.startsWith('error'))),
  );
  const wanted = [...examples.map(({ id }) => id), ...recordedShapes().map(({ name }) => name.replace(/-quick$/, ''))];
  expect(wanted.length).toBeGreaterThan(80);
  const missing = wanted.filter((name) => !stored.has(name));
  expect(missing, 'record them: node --import tsx tests/workflow/record-histories.ts (docs/upgrading.md)').toEqual([]);
});

test.each([
  ['an activity of another name', 'trama.subscribe', 'trama.subscribed', 'shape-waits'],
  ['a long action under another id', '/call/', '/calls/', 'shape-ordinary-long'],
])('%s is noticed', async (_, is, becomes, name) => {
  const { code } = (await workflowBundle()) as { code: string };
  expect(code.includes(is), is).toBe(true);
  expect(await failures({ code }, MACHINE, [name])).toEqual([]);
  expect(await failures({ code: code.replaceAll(is, becomes) }, MACHINE, [name])).toHaveLength(1);
});
