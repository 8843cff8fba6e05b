import type { JsonObject, Text } from '#flow/json.ts';
import { api, send } from '../api-client.ts';
import type { Connection } from '../api-types.ts';

export interface OauthProvider {
  id: string;
  title: Text;
  fields: JsonObject;
  /** Where client id and secret are to be had. */
  console: string;
}

const at = (id: string): string => `/connections/${encodeURIComponent(id)}`;

export const connectionsApi = {
  get: async (id: string) => (await send<Connection>(at(id))).body,
  /** Where the browser goes to sign in; good once. */
  signIn: async (id: string) =>
    (await send<{ url: string; expiresAt: string }>(`${at(id)}/sign-in`, { method: 'POST', body: {} })).body,
  providers: async () => (await send<{ data: OauthProvider[]; redirectUri: string }>('/oauth-providers')).body,
  create: api.createConnection,
  test: api.testConnection,
  /** What is left out stays. */
  change: async (id: string, fields: JsonObject) =>
    (await send<Connection>(at(id), { method: 'PATCH', body: fields })).body,
};
