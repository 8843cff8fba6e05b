import { isDeepStrictEqual } from 'node:util';
import type { World } from './world.ts';

/** One call of the API, taken apart. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  idempotencyKey: string | null;
}

export interface Answered {
  status: number;
  body: unknown;
}

export const refused = (status: number, code: string, message: string): Answered => ({
  status,
  body: { message, error: code, status, cause: [{ code, description: message }] },
});

export const notFound = (): Answered => refused(404, 'not_found', 'not found');

/** What a body may hold, by the documentation: a field that is not here is told, and refused. */
export type Fields = { readonly [name: string]: 'string' | 'number' | Fields };

/** Faults of a body, each by its path. Fields may be missing; what must be there is said by `required`. */
export const faultsIn = (body: unknown, fields: Fields, required: readonly string[], at = ''): string[] => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [`${at || 'body'} is no object`];
  const given = Object.entries(body);
  return [
    ...required.filter((name) => !given.some(([one]) => one === name)).map((name) => `${at}${name} is missing`),
    ...given.flatMap(([name, value]): string[] => {
      const field = fields[name];
      if (field === undefined) return [`${at}${name} is not known`];
      if (typeof field === 'string') return typeof value === field ? [] : [`${at}${name} is no ${field}`];
      return faultsIn(value, field, [], `${at}${name}.`);
    }),
  ];
};

/** A repeat under a key is answered as the first was; another call under it is refused. */
export const once = (world: World, { method, path, idempotencyKey, body }: Asked, work: () => Answered): Answered => {
  if (idempotencyKey === null) return work();
  const key = `${method} ${path} ${idempotencyKey}`;
  const call = JSON.stringify(body);
  const known = world.answers.get(key);
  if (known) {
    if (!isDeepStrictEqual(JSON.parse(known.call), JSON.parse(call)))
      return refused(400, 'idempotency_key_reused', 'the key was used for another body');
    return known;
  }
  const answer = work();
  if (answer.status < 500) world.answers.set(key, { call, ...answer });
  return answer;
};

/** A page of a search, as the API cuts it. */
export const pageOf = (query: URLSearchParams, all: readonly unknown[]): Answered => {
  const [offset, limit] = [Number(query.get('offset') ?? 0), Math.min(Number(query.get('limit') ?? 10), 100)];
  return {
    status: 200,
    body: { paging: { offset, limit, total: all.length }, results: all.slice(offset, offset + limit) },
  };
};
