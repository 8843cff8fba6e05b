import type { Text } from '#flow/json.ts';

/** What a form is filled with for a provider whose addresses are known: data, nothing of it is code elsewhere. */
export interface OauthProvider {
  id: string;
  title: Text;
  /** Fields of an `http` connection. */
  fields: {
    authorizeUrl: string;
    tokenUrl: string;
    accountUrl: string;
    revokeUrl?: string;
    scope: string;
    clientAuth: 'basic' | 'body';
    hosts: string[];
  };
  /** Where one gets client id and secret. */
  console: string;
}

export const OAUTH_PROVIDERS: readonly OauthProvider[] = [
  {
    id: 'google',
    title: { pt: 'Google', en: 'Google' },
    fields: {
      // Without these two Google gives no refresh token, or only the first time.
      authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      accountUrl: 'https://openidconnect.googleapis.com/v1/userinfo',
      revokeUrl: 'https://oauth2.googleapis.com/revoke',
      scope: 'openid email https://www.googleapis.com/auth/spreadsheets',
      clientAuth: 'body',
      hosts: ['oauth2.googleapis.com', 'openidconnect.googleapis.com', 'sheets.googleapis.com', 'www.googleapis.com'],
    },
    console: 'https://console.cloud.google.com/apis/credentials',
  },
  {
    id: 'microsoft',
    title: { pt: 'Microsoft 365', en: 'Microsoft 365' },
    fields: {
      authorizeUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
      tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      accountUrl: 'https://graph.microsoft.com/oidc/userinfo',
      scope: 'openid email offline_access User.Read',
      clientAuth: 'body',
      hosts: ['login.microsoftonline.com', 'graph.microsoft.com'],
    },
    console: 'https://entra.microsoft.com',
  },
  {
    id: 'github',
    title: { pt: 'GitHub', en: 'GitHub' },
    fields: {
      authorizeUrl: 'https://github.com/login/oauth/authorize',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      accountUrl: 'https://api.github.com/user',
      scope: 'repo read:user',
      clientAuth: 'body',
      hosts: ['github.com', 'api.github.com'],
    },
    console: 'https://github.com/settings/developers',
  },
  {
    id: 'hubspot',
    title: { pt: 'HubSpot', en: 'HubSpot' },
    fields: {
      authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
      tokenUrl: 'https://api.hubapi.com/oauth/v1/token',
      accountUrl: 'https://api.hubapi.com/account-info/v3/details',
      scope: 'crm.objects.contacts.read',
      clientAuth: 'body',
      hosts: ['api.hubapi.com'],
    },
    console: 'https://developers.hubspot.com',
  },
];
