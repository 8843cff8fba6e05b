import type { Connection } from '../api-types.ts';

export type ConnectionState = 'ok' | 'untested' | 'expired' | 'failed';

/** The test says `code: message`; an author reads the message. */
const TOLD = /^[a-z][a-z0-9_.]*: /;

const REFUSED = /^(http_401|http_403|token_refused|connection_expired|connection_refused|unauthorized)\b/;

/** How a connection stands after its last test; `why` in the words of the other side. */
export const connectionState = ({
  testedAt,
  testError,
  signIn = null,
}: Pick<Connection, 'testedAt' | 'testError'> & Partial<Pick<Connection, 'signIn'>>): {
  state: ConnectionState;
  why: string | null;
} => {
  if (signIn?.state === 'needed') return { state: signIn.failedAt ? 'expired' : 'untested', why: null };
  if (testError === null) return { state: testedAt === null ? 'untested' : 'ok', why: null };
  return { state: REFUSED.test(testError) ? 'expired' : 'failed', why: testError.replace(TOLD, '') };
};
