import type { ApiDeps } from '#api/deps.ts';
import type { ServiceProvider } from './saml-request.ts';

export interface SsoAddresses extends ServiceProvider {
  /** Where an OpenID provider sends people back to. */
  callback: string;
  metadata: string;
}

/** What is told to a tenant's provider. `origin`: the address that the caller used, where the operator named none. */
export const ssoAddresses = ({ settings }: Pick<ApiDeps, 'settings'>, id: string, origin: string): SsoAddresses => {
  const root = `${settings.publicUrl ?? origin}/sso/${id}`;
  return { entityId: root, callback: `${root}/callback`, acs: `${root}/acs`, metadata: `${root}/metadata` };
};

/** A path of ours to go to afterwards; anything else leads to the first page. */
export function pathOfOurs(text: string | undefined): string {
  if (text === undefined || !/^\/(?![/\\])[^\\\s]*$/.test(text) || !URL.canParse(text, 'http://here')) return '/home';
  const url = new URL(text, 'http://here');
  // Dots are gone only now: `/.//host` has become `//host`.
  return url.origin === 'http://here' && !/^\/[/\\]/.test(url.pathname) ? `${url.pathname}${url.search}` : '/home';
}
