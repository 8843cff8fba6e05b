import { describe, expect, test } from 'vitest';
import type { Json } from '../../flow/json.ts';
import { canonical, hashOf, textOf } from './canonical.ts';
import { referencesOf, settingsRead, withNames } from './references.ts';

const flow: Json = {
  settings: { onFailure: 'alarm', timezone: 'UTC' },
  edges: [{ to: 'a', from: 'trigger.out' }],
  nodes: [
    {
      config: { values: { z: '{{ tenant.settings.rate + tenant.settings["b c"] }}', a: 1 }, table: 'tbl_1' },
      position: { y: 2.4, x: -1.5 },
      type: 'data.insert',
      id: 'a',
    },
    { id: 'b', type: 'flow', config: { flow: 'flw_2' } },
    {
      ...{ id: 'c', type: 'http.request', connection: 'con_1', config: { url: '{{ tenant?.settings?.host }}' } },
      compensation: { type: 'http.request', connection: 'con_1', config: {} },
    },
    { id: 'd', type: 'http.request', connection: '{{ vars.which }}', config: { table: 'tbl_1' } },
  ],
  trigger: { config: { auth: { connection: 'con_2', type: 'hmac' }, path: 'x' }, type: 'webhook' },
  name: 'A',
  language: 'trama/1',
};

describe('the canonical form', () => {
  test('writes the language in one order, and leaves in its own what expressions can read the order of', () => {
    expect(textOf(flow)).toBe(`{
  "language": "trama/1",
  "name": "A",
  "trigger": {
    "type": "webhook",
    "config": {
      "auth": {
        "connection": "con_2",
        "type": "hmac"
      },
      "path": "x"
    }
  },
  "nodes": [
    {
      "id": "a",
      "type": "data.insert",
      "config": {
        "values": {
          "z": "{{ tenant.settings.rate + tenant.settings[\\"b c\\"] }}",
          "a": 1
        },
        "table": "tbl_1"
      },
      "position": { "x": -1, "y": 2 }
    },
    {
      "id": "b",
      "type": "flow",
      "config": {
        "flow": "flw_2"
      }
    },
    {
      "id": "c",
      "type": "http.request",
      "connection": "con_1",
      "config": {
        "url": "{{ tenant?.settings?.host }}"
      },
      "compensation": {
        "type": "http.request",
        "connection": "con_1",
        "config": {}
      }
    },
    {
      "id": "d",
      "type": "http.request",
      "connection": "{{ vars.which }}",
      "config": {
        "table": "tbl_1"
      }
    }
  ],
  "edges": [
    { "from": "trigger", "to": "a" }
  ],
  "settings": {
    "timezone": "UTC",
    "onFailure": "alarm"
  }
}
`);
  });

  test('is its own canonical form, and takes any JSON', () => {
    expect(textOf(JSON.parse(textOf(flow)) as Json)).toBe(textOf(flow));
    expect(hashOf(canonical(flow))).toBe(hashOf(flow));
    for (const odd of [
      null,
      7,
      'x',
      [],
      { nodes: 3, edges: [null, { from: 1 }], trigger: 'x', settings: [] },
    ] as Json[])
      expect(textOf(JSON.parse(textOf(odd)) as Json)).toBe(textOf(odd));
  });
});

describe('what a document names', () => {
  test('is found where the language looks for it, and nowhere else', () => {
    expect(referencesOf(flow).map(({ kind, name, pointer }) => `${kind} ${name} ${pointer}`)).toEqual([
      'connections con_2 /trigger/config/auth/connection',
      'tables tbl_1 /nodes/0/config/table',
      'flows flw_2 /nodes/1/config/flow',
      'connections con_1 /nodes/2/connection',
      'connections con_1 /nodes/2/compensation/connection',
      'flows alarm /settings/onFailure',
    ]);
    expect(settingsRead(flow)).toEqual(['b c', 'host', 'rate']);
  });

  test('gets other names, and everything else stays as it is', () => {
    const names = { connections: { con_1: 'ERP' }, tables: { tbl_1: 'Leads' }, flows: { alarm: 'alarme' } };
    const there = withNames(flow, names);
    expect(referencesOf(there).map(({ name }) => name)).toEqual(['con_2', 'Leads', 'flw_2', 'ERP', 'ERP', 'alarme']);
    expect(JSON.stringify(there)).toContain('"config":{"table":"tbl_1"}');
  });
});
