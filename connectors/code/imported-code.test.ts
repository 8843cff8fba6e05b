import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '#flow/import/fixtures/catalogue.ts';
import { batches, loopOneByOne } from '#flow/import/fixtures/loops.ts';
import { hardToSay } from '#flow/import/fixtures/others.ts';
import { leadCapture } from '#flow/import/fixtures/webhooks.ts';
import { importN8n } from '#flow/import/import-n8n.ts';
import type { Json } from '#flow/json.ts';
import { createCodeSandbox } from './sandbox.ts';

const sandbox = createCodeSandbox();
afterAll(() => sandbox.close());

/** Runs the code of one node of an imported workflow, as a worker would. */
const run = async (workflow: Json, node: string, input: Json): Promise<Json> => {
  const made = importN8n(workflow, { catalogue });
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
});
