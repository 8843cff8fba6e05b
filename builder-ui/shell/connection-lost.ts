import { useEffect, useState } from 'react';
import { tryToReach, whenReached } from '../api-client.ts';

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
    const timer = setInterval(tryToReach, AGAIN_MS);
    globalThis.addEventListener('online', tryToReach);
    return () => {
      clearInterval(timer);
      globalThis.removeEventListener('online', tryToReach);
    };
  }, [lost]);
  return lost;
};
