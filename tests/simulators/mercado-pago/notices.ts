import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'undici';

/** A notice that was made: told or not, once or often, is for the test or the mode to say. */
export interface Notice {
  id: number;
  topic: 'payment' | 'subscription_preapproval' | 'subscription_authorized_payment';
  action: string;
  /** What it is about. */
  about: string;
  atMs: number;
}

/** How it is signed: all that is disagreed about. */
export interface Signing {
  secret: string | null;
  /** The id in the manifest: as it stands, or in small letters. */
  letters?: 'exact' | 'lower';
  ts?: 'seconds' | 'milliseconds';
  /** Left out of the header and so of the manifest. */
  withoutRequestId?: boolean;
  liveMode?: boolean;
}

export interface SignedNotice {
  path: string;
  headers: Record<string, string>;
  query: Record<string, string>;
  body: string;
}

/** As it goes over the wire. */
export const signNotice = (notice: Notice, signing: Signing): SignedNotice => {
  const query = { 'data.id': notice.about, type: notice.topic };
  const requestId = signing.withoutRequestId ? null : randomUUID();
  const ts = String(signing.ts === 'milliseconds' ? notice.atMs : Math.floor(notice.atMs / 1_000));
  const signed = signing.letters === 'lower' ? notice.about.toLowerCase() : notice.about;
  const manifest = `id:${signed};${requestId === null ? '' : `request-id:${requestId};`}ts:${ts};`;
  const body = JSON.stringify({
    ...{ id: notice.id, live_mode: signing.liveMode ?? true, type: notice.topic, user_id: 100_200_300 },
    ...{ date_created: new Date(notice.atMs).toISOString(), api_version: 'v1', action: notice.action },
    data: { id: notice.about },
  });
  return {
    path: `?${new URLSearchParams(query)}`,
    query,
    headers: {
      'content-type': 'application/json',
      ...(requestId !== null && { 'x-request-id': requestId }),
      ...(signing.secret !== null && {
        'x-signature': `ts=${ts},v1=${createHmac('sha256', signing.secret).update(manifest).digest('hex')}`,
      }),
    },
    body,
  };
};

/** The older form: what it is about stands in the address alone, and nothing is signed. */
export const legacyNotice = (notice: Notice): SignedNotice => {
  const query = { topic: notice.topic === 'payment' ? 'payment' : 'preapproval', id: notice.about };
  return { path: `?${new URLSearchParams(query)}`, query, headers: { 'content-type': 'application/json' }, body: '' };
};

/** @returns the status of the answer; 0: nobody answered */
export const postNotice = async (url: string, { path, headers, body }: SignedNotice): Promise<number> => {
  try {
    const answer = await request(`${url}${path}`, { method: 'POST', headers, body });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return 0;
  }
};
