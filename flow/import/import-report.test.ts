import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import * as others from './fixtures/others.ts';
import { read } from './fixtures/read.ts';
import * as services from './fixtures/services.ts';

describe('the report', () => {
  const entry = (workflow: Json, name: string) => read(workflow).report.nodes.find((node) => node.name === name);

  test('says in both languages why a node stays behind, and the node keeps what it was', () => {
    expect(entry(others.hardToSay, 'Python')).toMatchObject({
      status: 'notMapped',
      reasons: [{ pt: 'O código é Python', en: 'The code is Python' }],
    });
    const { nodes } = read(others.hardToSay).document;
    const hash = nodes.find((node) => node.id === 'hash') as unknown as JsonObject;
    expect(hash).toMatchObject({ disabled: true, 'x-n8n': { name: 'Hash', type: 'n8n-nodes-base.code' } });
    expect(hash.note).toContain('módulos');
    expect(hash.note).toContain('modules');
    expect(hash.note).toContain("require('crypto')");
  });

  test('JavaScript that our expressions cannot say is computed by a code step before', () => {
    const { nodes, edges } = read(others.hardToSay).document;
    const before = nodes.find((node) => node.id === 'patternJs');
    expect(before).toMatchObject({ type: 'code' });
    expect(before?.config.source).toContain("$json.text.replace(/\\s+/g, ' ')");
    expect(nodes.find((node) => node.id === 'pattern')?.config).toMatchObject({
      values: { clean: '{{ steps.patternJs?.value1 }}' },
    });
    expect(edges).toContainEqual({ from: 'patternJs', to: 'pattern' });
  });

  test('nodes that nobody reaches are kept beside the flow', () => {
    expect(entry(others.hardToSay, 'Nobody comes')?.status).toBe('notMapped');
    expect(read(others.hardToSay).document).toHaveProperty(['x-n8n-unreached', 0, 'name'], 'Nobody comes');
  });

  test('credentials become connections to be made, and settings are named', () => {
    const { report, document } = read(services.enrich);
    expect(report.connections).toEqual([
      { type: 'httpHeaderAuth', name: 'People API', connector: 'http', nodes: ['match'] },
    ]);
    expect(report.settings).toEqual(['API_BASE']);
    expect(document.nodes.find((node) => node.id === 'match')?.connection).toBe('People API');
  });

  test('a model that hangs on a chain gives its connection, its name and its schema', () => {
    const { report, document } = read(services.classifyWithModel);
    const chain = document.nodes.find((node) => node.id === 'basicLLMChain');
    expect(chain).toMatchObject({
      type: 'ai.generate',
      connection: 'OpenAi account',
      config: { model: 'gpt-4o', system: 'You are kind.' },
    });
    expect(report.connections).toEqual([
      { type: 'openAiApi', name: 'OpenAi account', connector: 'ai', nodes: ['classify', 'basicLLMChain'] },
    ]);
  });

  test('an agent with tools stays behind with all that hung on it', () => {
    const agent = read(services.agentWithTools).document.nodes.find(
      (node) => node.id === 'aiAgent',
    ) as unknown as JsonObject;
    expect(agent['x-n8n-attached']).toHaveLength(3);
  });
});

describe('places', () => {
  const at = (workflow: Json) => new Map(read(workflow).document.nodes.map((node) => [node.id, node.position]));

  test('are kept: what stood right of another or below it still does', () => {
    const placed = at({
      nodes: [
        { name: 'T', type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
        { name: 'A', type: 'n8n-nodes-base.noOp', position: [220, 0] },
        { name: 'B', type: 'n8n-nodes-base.noOp', position: [440, -100] },
        { name: 'C', type: 'n8n-nodes-base.noOp', position: [440, 100] },
      ],
      connections: { T: { main: [[{ node: 'A' }]] }, A: { main: [[{ node: 'B' }, { node: 'C' }]] } },
    });
    expect([placed.get('a'), placed.get('b'), placed.get('c')]).toEqual([
      { x: 352, y: 0 },
      { x: 704, y: -110 },
      { x: 704, y: 110 },
    ]);
  });

  test('inside a loop are from its corner; where its frame would cover others, the builder lays all of them out', () => {
    const loop = (done: number[]): JsonObject => ({
      nodes: [
        { name: 'T', type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
        { name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3, position: [220, 0] },
        { name: 'Body', type: 'n8n-nodes-base.noOp', position: [440, 100] },
        { name: 'Done', type: 'n8n-nodes-base.noOp', position: done },
      ],
      connections: {
        T: { main: [[{ node: 'Loop' }]] },
        Loop: { main: [[{ node: 'Done' }], [{ node: 'Body' }]] },
        Body: { main: [[{ node: 'Loop' }]] },
      },
    });
    expect(at(loop([900, 0])).get('body')).toEqual({ x: 88, y: 64 });
    expect([...at(loop([440, 60])).values()].every((place) => place === undefined)).toBe(true);
  });
});
