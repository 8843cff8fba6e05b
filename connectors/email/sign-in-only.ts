import type { ActionContext } from '../action.ts';
import { withServer } from './server.ts';

/** Connects, encrypts, signs in and leaves: no message is sent. */
export const signInOnly = (context: ActionContext): Promise<void> =>
  withServer(context, async (server) => {
    await server.verify();
  });
