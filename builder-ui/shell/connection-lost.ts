import { useEffect, useState } from 'react';
import { whenReached } from '../api-client.ts';

const AGAIN_MS = 4000;

/** Whether the server cannot be reached just now. Once a call failed it is asked again and again until it answers. */
export const useConnectionLost = (): boolean => {
  const [lost, setLost] = useState(() => navigator.onLine === false);
  useEffect(() => {
    const stop = whenReached((reached) => setLost(!reached));
    const gone = () => setLost(true);
    globalThis.addEventListener('offline', gone);
    return () => {
      stop();
      globalThis.removeEventListener('offline', gone);
    };
  }, []);
  useEffect(() => {
    if (!lost) return;
    const ask = () => {
      fetch('/healthz', { cache: 'no-store' })
        .then((answer) => answer.ok && setLost(false))
        .catch(() => undefined);
    };
    const timer = setInterval(ask, AGAIN_MS);
    globalThis.addEventListener('online', ask);
    return () => {
      clearInterval(timer);
      globalThis.removeEventListener('online', ask);
    };
  }, [lost]);
  return lost;
};
