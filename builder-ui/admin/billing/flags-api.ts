import { at, send } from '../../api-client.ts';

export interface FlagRule {
  on: boolean;
  percentage: number;
  plans: string[];
  tenants: string[];
  except: string[];
}
export interface Flag {
  key: string;
  description: string;
  rule: FlagRule;
  revision: number;
  updatedBy: string;
  updatedAt: string;
}
export interface FlagChange {
  revision: number;
  rule: FlagRule;
  reason: string;
  by: string;
  at: string;
}

const BASE = '/admin/billing/flags';
export const flagsApi = {
  list: async () => (await send<{ data: Flag[] }>(BASE)).body.data,
  changes: async (key: string) => (await send<{ data: FlagChange[] }>(`${BASE}/${at(key)}/changes`)).body.data,
  save: (key: string, body: { rule: FlagRule; description: string; revision: number; reason: string }) =>
    send(`${BASE}/${at(key)}`, { method: 'PUT', body: { ...body } }),
  rollBack: (key: string, revision: number, reason: string) =>
    send(`${BASE}/${at(key)}/roll-back`, { method: 'POST', body: { revision, reason } }),
};
