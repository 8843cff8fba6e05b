import { useEffect, useRef, useState } from 'react';
import type { Connection } from '../api-types.ts';
import { toastError } from '../shell/toasts.tsx';
import { connectionsApi } from './connections-api.ts';

const LOOK_MS = 1_500;

export type SignInStep = 'idle' | 'waiting';

/**
 * Leads a person to the provider in a window of its own, and asks until they are signed in: the two windows need not be able to
 * talk to each other. Where the browser opens no window, this page goes there itself; the way back leads to the connections.
 */
export const useSignIn = (
  connection: Connection,
  onSignedIn: (now: Connection) => void,
): { step: SignInStep; start: () => void; stop: () => void } => {
  const [until, setUntil] = useState<number | null>(null);
  const before = useRef(connection.signIn?.at ?? null);
  const told = useRef(onSignedIn);
  told.current = onSignedIn;
  const { id } = connection;

  useEffect(() => {
    if (until === null) return;
    const look = async () => {
      if (Date.now() > until) return setUntil(null);
      // Away for a moment: the next look finds out.
      const now = await connectionsApi.get(id).catch(() => null);
      if (now?.signIn?.state !== 'signed_in' || now.signIn.at === before.current) return;
      before.current = now.signIn.at;
      setUntil(null);
      told.current(now);
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [until, id]);

  const start = () => {
    // Within the click: a window that opens later is taken for an advertisement.
    const opened = window.open('about:blank', 'trama-sign-in', 'popup,width=560,height=720');
    void connectionsApi
      .signIn(id)
      .then(({ url, expiresAt }) => {
        if (!opened) return window.location.assign(url);
        // The provider's page must not be able to lead this one elsewhere.
        opened.opener = null;
        opened.location.href = url;
        setUntil(Date.parse(expiresAt));
      })
      .catch((error: unknown) => {
        opened?.close();
        toastError(error);
      });
  };
  return { step: until === null ? 'idle' : 'waiting', start, stop: () => setUntil(null) };
};
