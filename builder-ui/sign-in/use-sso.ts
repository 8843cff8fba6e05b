import { useState } from 'react';
import { ssoPage } from './sign-in-api.ts';

/** Whether the company of an address has a way in of its own. It is asked for when the field is left, once an address. */
export function useSso(email: string) {
  const [found, setFound] = useState<{ email: string; url: string | null } | null>(null);
  const [dismissed, setDismissed] = useState(false);
  const look = async () => {
    if (!/.@.+\../.test(email) || found?.email === email) return;
    // Who does not answer keeps nobody from their password.
    const url = await ssoPage(email, window.location.pathname).catch(() => null);
    setFound({ email, url });
  };
  const url = found?.email === email && !dismissed ? found.url : null;
  return { url, look, dismiss: () => setDismissed(true) };
}
