import { expect, test } from 'vitest';
import { renameInText, renameNode } from './rename.ts';
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
