import { describe, expect, test } from 'vitest';
import { compile } from '#flow/compile.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import { toNodeType } from './action.ts';
import { actionCatalogue, actions, actionsById, systemActionCatalogue } from './actions.ts';
import { contextFor } from './context-for.ts';
import { durationMs } from './duration.ts';

test('every id is given once', () => {
  expect(actionsById.size).toBe(actions.length);
});

test('the catalogue leaves to flow/ what the language itself names', () => {
  expect([...actionCatalogue().keys()]).not.toContain('code');
  expect([...actionCatalogue().keys()]).toContain('http.request');
});

/** What every action promises to the catalogue, the builder and the workers. */
describe.each(actions.map((one) => [one.id, one] as const))('%s', (_, one) => {
  const nodeType = toNodeType(one);
  const config = nodeType.config as {
    properties: Record<string, Record<string, unknown>>;
    additionalProperties: unknown;
  };

  test('has a well-formed id and texts in both languages', () => {
    expect(one.id).toMatch(one.kind === 'core' ? /^[a-z]+$/ : /^[a-z][a-z0-9]*\.[a-z][A-Za-z0-9]*$/);
    expect(one.icon).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [one.title, one.description])
      expect([text.pt, text.en].every((each) => each.length > 2)).toBe(true);
  });

  test('is plain JSON in the catalogue', () => {
    expect(JSON.parse(JSON.stringify(nodeType))).toEqual(nodeType);
  });

  test('has a closed config whose every field tells people what it is', () => {
    expect(config.additionalProperties).toBe(false);
    for (const [name, field] of Object.entries(config.properties))
      expect(field['x-title'], name).toEqual({ pt: expect.any(String), en: expect.any(String) });
    for (const name of one.literal ?? []) expect(Object.keys(config.properties)).toContain(name);
  });

  test('has no references in its schemas, which form builders stumble over', () => {
    expect(JSON.stringify([nodeType.config, nodeType.output])).not.toContain('$ref');
  });

  test('has an example that fits its output', () => {
    expect(one.output?.safeParse(one.example).success ?? true).toBe(true);
    expect(one.output === null ? one.example : one.output.parse(one.example)).toEqual(one.example);
  });

  test('has a timeout that is a duration', () => {
    expect(durationMs(nodeType.timeout ?? '')).toBeGreaterThan(0);
  });
});

test('what works for the tenant that a run is about is for the product’s own flows: no tenant’s catalogue names it', () => {
  const system = [...systemActionCatalogue().keys()];
  expect(system.filter((id) => id.startsWith('billing.'))).toHaveLength(11);
  expect([...actionCatalogue().keys()].filter((id) => id.startsWith('billing.'))).toEqual([]);
});

test('whom a run is about is a name of the product’s own flows: in a tenant’s it is a field that is not there', () => {
  const flow = (type: string, config: object) => ({
    ...{ language: 'trama/1', name: 'About', trigger: { type: 'api', config: {} } },
    nodes: [
      { id: 'a', type, config },
      { id: 'b', type: 'set', config: { values: { whom: '{{ trigger.subject }}' } } },
    ],
    edges: [
      { from: 'trigger', to: 'a' },
      { from: 'a', to: 'b' },
    ],
    settings: { key: '{{ trigger.subject }}' },
  });
  const catalogue = new Map([...coreTypes.map((one) => [one.type, one] as const), ...systemActionCatalogue()]);
  const faults = (type: string, config: object = {}) =>
    compile(flow(type, config), catalogue).problems.map(({ code, field }) => `${code} ${field}`);
  expect(faults('billing.look')).toEqual([]);
  expect(faults('set', { values: { n: 1 } })).toEqual([
    ...['unknown_field /config/values/whom', 'unknown_field /settings/key'],
  ]);
});

test('and called without a subject it fails before anything happened', async () => {
  await expect(actionsById.get('billing.look')?.run({}, contextFor())).rejects.toMatchObject({ code: 'no_subject' });
});
