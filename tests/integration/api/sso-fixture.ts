import { parseId } from '#domain/ids.ts';
import type { Account, Answered, ApiFixture } from './api-fixture.ts';

/** A browser: it keeps its cookies, of ours. */
export interface Browser {
  cookies: Map<string, string>;
  call(method: string, path: string, body?: unknown): Promise<Answered>;
  /** A form that another site's page posts: cookies of `SameSite=Lax` stay behind. */
  posted(address: string, form: Record<string, string>): Promise<Answered>;
}

export function browserOn(fixture: ApiFixture, agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0'): Browser {
  const cookies = new Map<string, string>();
  const keep = (answer: Answered): Answered => {
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const headers = () => ({
    'user-agent': agent,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  return {
    cookies,
    call: async (method, path, body) =>
      keep(
        await fixture.fetch(path, {
          method,
          headers: { ...headers(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    posted: async (address, form) => {
      const { pathname } = new URL(address);
      const about = { 'sec-fetch-site': 'cross-site', origin: 'https://idp.example', 'user-agent': agent };
      return keep(await fixture.fetch(pathname, { method: 'POST', headers: about, body: new URLSearchParams(form) }));
    },
  };
}

/** Somebody who is signed in by a password. */
export const signedIn = async (fixture: ApiFixture, { email, password }: { email: string; password: string }) => {
  const here = browserOn(fixture);
  await here.call('POST', '/v1/session', { email, password });
  return here;
};

/** Switches on what is set up now. */
export const turnOn = async (owner: Browser, required = false): Promise<Answered> => {
  const { revision } = (await owner.call('GET', '/v1/sso')).body.provider;
  return owner.call('PATCH', '/v1/sso', { enabled: true, required, revision });
};

/** The tenant has proved a domain, and lets people of it join so. */
export const proveDomain = async (
  { deps }: ApiFixture,
  { tenantId }: Account,
  domain: string,
  joinRole: string | null = null,
): Promise<void> => {
  await deps.database.withTenant(
    tenantId,
    (db) => db.sql`
      insert into verified_domains (tenant_id, domain, token, join_role, verified_at)
      values (${parseId('ten', tenantId)}, ${domain}, 't', ${joinRole}, now())
      on conflict (tenant_id, domain) do update set join_role = excluded.join_role`,
  );
};

/** `/home` where somebody came in, else the reason why not. */
export const endOf = (answer: Answered): string => {
  const place = answer.headers.get('location') ?? `${answer.status} ${answer.text}`;
  return /error=sso_(\w+)/.exec(place)?.[1] ?? place;
};
