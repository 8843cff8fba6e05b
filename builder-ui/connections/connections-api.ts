import type { JsonObject } from '#flow/json.ts';
import { api, send } from '../api-client.ts';
import type { Connection } from '../api-types.ts';

export const connectionsApi = {
  create: api.createConnection,
  test: api.testConnection,
  /** What is left out stays. */
  change: async (id: string, fields: JsonObject) =>
    (await send<Connection>(`/connections/${encodeURIComponent(id)}`, { method: 'PATCH', body: fields })).body,
};
