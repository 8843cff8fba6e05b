import { at, send } from '../api-client.ts';

/** A page that has the flow open. */
export interface Editor {
  client: string;
  name: string;
  /** What is selected there. */
  node: string | null;
  /** The same person as the one who looks. */
  you: boolean;
}

/** That a draft was saved. */
export interface DraftNews {
  revision: number;
  by: { name: string | null; you: boolean } | null;
}

/** `leaving` is sent even while the page goes away. */
export const bePresent = async (
  flow: string,
  body: { client: string; node: string | null; leaving?: boolean },
): Promise<void> => {
  if (!body.leaving) {
    await send(`/flows/${at(flow)}/presence`, { method: 'POST', body });
    return;
  }
  await fetch(`/v1/flows/${at(flow)}/presence`, {
    method: 'POST',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
};
