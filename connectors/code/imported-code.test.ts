import { afterAll, describe, expect, test } from 'vitest';
import { orders } from '#flow/import/fixtures/activepieces.ts';
import { catalogue } from '#flow/import/fixtures/catalogue.ts';
import { batches, loopOneByOne } from '#flow/import/fixtures/loops.ts';
import { functions } from '#flow/import/fixtures/node-red.ts';
import { hardToSay } from '#flow/import/fixtures/others.ts';
import { remembers } from '#flow/import/fixtures/shapes.ts';
import { leadCapture } from '#flow/import/fixtures/webhooks.ts';
import { importWorkflow } from '#flow/import/import-workflow.ts';
import type { Json } from '#flow/json.ts';
import { createCodeSandbox } from './sandbox.ts';

const sandbox = createCodeSandbox();
afterAll(() => sandbox.close());

/** Runs the code of one node of an imported workflow, as a worker would. */
const run = async (workflow: Json, node: string, input: Json): Promise<Json> => {
  const made = importWorkflow(workflow, { catalogue });
  const source = made?.document.nodes.find((one) => one.id === node)?.config.source;
  const { output } = await sandbox.run({ source: String(source), input, timeoutMs: 2_000, tenantId: 'a' });
  return output;
};

describe('code of n8n in our sandbox', () => {
  test('reads the items, and gives a list of what they hold', async () => {
    const item = { body: { email: ' Ana@Example.com ' } };
    expect(await run(leadCapture, 'normaliseValidate', { items: [item, { body: {} }], item })).toEqual([
      { valid: true, errors: [], email: 'ana@example.com' },
      { valid: false, errors: ['invalid email'], email: '' },
    ]);
  });

  test('gives its only item where it certainly gives one', async () => {
    const items = [{ title: 'a' }, { title: 'b' }];
    expect(await run(loopOneByOne, 'done', { items, item: items[0] ?? null })).toEqual({ titles: ['a', 'b'] });
  });

  test('makes items out of nothing', async () => {
    expect(await run(batches, 'make', { items: [], item: null })).toHaveLength(25);
  });

  test('computes what only JavaScript says, and null where it stumbles', async () => {
    const item = { text: 'a  b   c' };
    expect(await run(hardToSay, 'patternJs', { items: [item], item })).toEqual({ value1: 'a b c' });
    expect(await run(hardToSay, 'patternJs', { items: [{}], item: {} })).toEqual({ value1: null });
  });

  test('keeps data between runs, beside what it gives', async () => {
    const items = [{ id: 1 }, { id: 2 }];
    const first = await run(remembers, 'onlyNew', { items, item: items[0] ?? null, kept: null });
    expect(first).toEqual({ items, kept: { global: { seen: [1, 2] } } });
    const more = [{ id: 2 }, { id: 3 }];
    const { kept } = first as { kept: Json };
    expect(await run(remembers, 'onlyNew', { items: more, item: more[0] ?? null, kept })).toEqual({
      items: [{ id: 3 }],
      kept: { global: { seen: [1, 2, 3] } },
    });
  });
});

describe('code of others in our sandbox', () => {
  test('of Activepieces takes its input by name', async () => {
    expect(await run(orders, 'total', { items: [{ price: 2 }, { price: 3 }] })).toEqual({ total: 5 });
  });

  test('of Node-RED takes a message and gives one, or none, or one an output', async () => {
    expect(await run(functions, 'maybe', { msg: { payload: { n: 3 }, topic: 't' } })).toEqual({
      payload: 6,
      topic: 't',
    });
    expect(await run(functions, 'maybe', { msg: { payload: { n: 1 } } })).toBeNull();
    expect(await run(functions, 'two', { msg: { payload: 7 } })).toEqual([{ payload: 7 }, null]);
  });
});
