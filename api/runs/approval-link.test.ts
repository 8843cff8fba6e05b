import { expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';
import { withLinkShown } from './approval-link.ts';

const step = (input: TraceStep['input']): TraceStep => ({ n: 1, node: 'a', input }) as unknown as TraceStep;

test('a trace shows that a link stands in a message, not what it is made from', () => {
  const input = { title: 'T', message: 'Aqui: %APPROVAL_URL%', via: [{ channel: 'email', to: '%APPROVAL_URL%' }] };
  expect(withLinkShown(step(input)).input).toEqual({
    title: 'T',
    message: 'Aqui: (link)',
    via: [{ channel: 'email', to: '(link)' }],
  });
});

test.each([null, 'x', ['message'], { a: 1 }, { message: 'x' }] as Json[])('%j is shown as it is', (input) => {
  const one = step(input);
  expect(withLinkShown(one)).toBe(one);
});
