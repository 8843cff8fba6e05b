import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { failure } from '#flow/errors.ts';
import { isAway } from './is-away.ts';

const grpc = (code: number) => Object.assign(new Error('14 UNAVAILABLE'), { code, details: '', metadata: {} });

test('a server that is away, or too slow, or overrun may be asked the same again; what it refuses is refused', () => {
  for (const code of [1, 4, 8, 14]) {
    expect(isAway(grpc(code))).toBe(true);
    expect(isAway(new ServiceError('Failed to start Workflow', { cause: grpc(code) }))).toBe(true);
  }
  expect(isAway(failure('unavailable', 'x', 'x'))).toBe(true);
  for (const error of [
    grpc(3),
    new ServiceError('no', { cause: grpc(7) }),
    new WorkflowNotFoundError('x', 'y', 'z'),
    null,
  ])
    expect(isAway(error)).toBe(false);
});
