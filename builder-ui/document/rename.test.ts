import { expect, test } from 'vitest';
import { readersOf, renameInText, renameNode } from './rename.ts';
import { edges, flowOf } from './testing.ts';

test.each([
  ['{{ steps.a.v }}', '{{ steps.b.v }}'],
  ['{{ steps?.a?.v + port.a }}', '{{ steps?.b?.v + port.b }}'],
  ["{{ errors['a'].code }}", "{{ errors['b'].code }}"],
  ['oi {{ steps.a }} e {{ steps.ab.a }}', 'oi {{ steps.b }} e {{ steps.ab.a }}'],
  ["{{ 'steps.a' + x.steps.a }}", "{{ 'steps.a' + x.steps.a }}"],
  ['steps.a sem chaves', 'steps.a sem chaves'],
  ['\\{{ steps.a }} {{ steps.a }}', '\\{{ steps.a }} {{ steps.b }}'],
])('%s reads the new id', (before, after) => {
  expect(renameInText(before, 'a', 'b')).toBe(after);
});

test('edges, children, expressions anywhere in the flow follow a new id; code is left as it is written', () => {
  const flow = flowOf(
    [
      { id: 'a', type: 'scope' },
      { id: 'c', parent: 'a', config: { values: { deep: [{ v: '{{ steps.a }}' }] } } },
      { id: 'js', type: 'code', config: { source: '"{{ steps.a }}"', input: '{{ port.a }}' } },
    ],
    ['trigger > a', 'a.each > c', 'a.timeout > js'],
    { output: '{{ steps.a }}' },
  );
  const renamed = renameNode(flow, 'a', 'bloco');
  expect(renamed.nodes[1]).toMatchObject({
    parent: 'bloco',
    config: { values: { deep: [{ v: '{{ steps.bloco }}' }] } },
  });
  expect(renamed.nodes[2]?.config).toEqual({ source: '"{{ steps.a }}"', input: '{{ port.bloco }}' });
  expect(renamed.edges).toEqual(edges('trigger > bloco', 'bloco.each > c', 'bloco.timeout > js'));
  expect(renamed.output).toBe('{{ steps.bloco }}');
});

test('deadlines, polls, compensation, settings and variables follow, too; who reads a step is known beforehand', () => {
  const flow = flowOf(
    [
      { id: 'a' },
      {
        id: 'b',
        type: 'http.request',
        timeout: '{{ steps.a.prazo }}',
        poll: { every: 'PT1M', until: '{{ steps.a.pronto }}', for: 'PT1H' },
        compensation: { type: 'set', config: { values: { v: '{{ errors.a.code }}' } } },
      },
      { id: 'c', note: '{{ steps.a }}' },
    ],
    [],
    { settings: { key: '{{ steps.a.id }}' }, vars: { v: '{{ steps.a }}' } },
  );
  expect(readersOf(flow, 'a')).toEqual(['b', null]);
  const renamed = renameNode(flow, 'a', 'z');
  expect(renamed.nodes[1]).toMatchObject({
    timeout: '{{ steps.z.prazo }}',
    poll: { until: '{{ steps.z.pronto }}' },
    compensation: { config: { values: { v: '{{ errors.z.code }}' } } },
  });
  expect(renamed).toMatchObject({ settings: { key: '{{ steps.z.id }}' }, vars: { v: '{{ steps.z }}' } });
  expect(renamed.nodes[2]).toBe(flow.nodes[2]);
});
