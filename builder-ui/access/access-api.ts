import { at, send } from '../api-client.ts';

export interface AccessPolicy {
  ipAllow: string[];
  passwordLength: number;
  idleMinutes: number | null;
  sessionHours: number | null;
  requireTwoStep: boolean;
}

export interface LoadedPolicy {
  policy: AccessPolicy;
  yourIp: string;
  etag: string | null;
}

export type JoinRole = 'viewer' | 'operator' | 'editor';

export interface Domain {
  domain: string;
  record: { name: string; value: string };
  verifiedAt: string | null;
  joinRole: JoinRole | null;
}

const loaded = ({
  body: { yourIp, ...policy },
  etag,
}: {
  body: AccessPolicy & { yourIp: string };
  etag: string | null;
}) => ({
  policy,
  yourIp,
  etag,
});

export const loadPolicy = async (): Promise<LoadedPolicy> => loaded(await send('/access-policy'));
export const savePolicy = async (policy: AccessPolicy, etag: string | null): Promise<LoadedPolicy> =>
  loaded(await send('/access-policy', { method: 'PUT', body: policy, ...(etag === null ? {} : { ifMatch: etag }) }));

export const listDomains = async (): Promise<Domain[]> => (await send<{ data: Domain[] }>('/domains')).body.data;
export const addDomain = async (domain: string): Promise<void> => {
  await send('/domains', { method: 'POST', body: { domain } });
};
export const verifyDomain = async (domain: string): Promise<void> => {
  await send(`/domains/${at(domain)}/verify`, { method: 'POST' });
};
export const setJoinRole = async (domain: string, joinRole: JoinRole | null): Promise<void> => {
  await send(`/domains/${at(domain)}`, { method: 'PATCH', body: { joinRole } });
};
export const removeDomain = async (domain: string): Promise<void> => {
  await send(`/domains/${at(domain)}`, { method: 'DELETE' });
};
