import type { Payload } from '@temporalio/common';

/** A name beside a value, in the clear: many histories hold the very same one, and it is worth keeping once. */
const SHARED = 'trama-shared';
const YES = Buffer.from('1');

export const sharedPayload = (json: string): Payload => ({
  metadata: { encoding: Buffer.from('json/plain'), [SHARED]: YES },
  data: Buffer.from(json),
});

export const isShared = ({ metadata }: Payload): boolean => metadata?.[SHARED] !== undefined;

/** What of a closed value says that it is shared. */
export const SHARED_MARK: Readonly<Record<string, Uint8Array>> = { [SHARED]: YES };
