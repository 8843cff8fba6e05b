import type { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import type { Feature, Module } from '#flow/contracts/plan-features.ts';
import type { Locale } from '#flow/json.ts';
import type { Answer } from './answer.ts';
import type { Caller, Scope } from './caller.ts';
import type { KeyHolder } from './services.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler may know of the request beside its parsed parts. */
export interface RequestFacts {
  method: string;
  /** Path and query, as sent. */
  url: string;
  locale: Locale;
  traceId: string;
  /** The address that the caller reached us at, without a slash at the end. */
  origin: string;
  ip: string;
  /** The port of this process that the request came in at. */
  ownPort: number;
  header(name: string): string | undefined;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
}

export interface RouteInput<P, Q, B> {
  caller: Caller;
  params: P;
  query: Q;
  body: B;
  request: RequestFacts;
  /** The body of a route that takes bytes; empty where it takes none. */
  bytes: Uint8Array;
  /** Of an idempotent POST with a key: an id for what it makes, the same each time the call is tried again. */
  resourceId: string | undefined;
}

/** A route is data: the same object feeds Express, the checks of what comes in, and OpenAPI. */
export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: Method;
  /** Below `/v1`, parameters in braces: `/flows/{flow}`. */
  path: string;
  /** Groups the docs. */
  tag: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  /** A body to begin with, in the docs; where it is left out, one is made of the schema. */
  example?: unknown;
  /** Media types of a body that is bytes, in place of JSON. */
  takes?: readonly string[];
  /** What its answers hold, by status. */
  output?: Record<number, z.ZodType>;
  /** Of an answer that is bytes, not JSON: one, or each that it may have. */
  media?: string | readonly string[];
  /** Codes of the errors table that callers should expect, beside the usual ones. */
  errors?: readonly string[];
  /** What the plan must have: a part of the product, a feature. What only looks at what there is, and what takes it away, asks for none. */
  module?: Module;
  feature?: Feature;
  /** All of them are needed. `public` routes have no caller: their handlers must not read it. */
  scopes: readonly Scope[] | 'public';
  /** Also for whoever the tenant keeps out just now (`Caller.barred`): ways out, and what says why. */
  evenIfBarred?: boolean;
  /** Also for whoever the plan has no room for: what says which plan has it. Addresses and second steps are asked for all the same. */
  evenIfFrozen?: boolean;
  /** A POST that creates: takes `Idempotency-Key`. */
  idempotent?: boolean;
  /** Whose keys those of a public route are: it has no caller. @throws what refuses the call */
  keyHolder?(request: RequestFacts, deps: ApiDeps): Promise<KeyHolder>;
  /** Parts of the body that make a repeat no other call: why something is done, not what. */
  besides?: readonly string[];
  /** Until its answer begins; 30 s where it says none (`inTime`). Streams go on as long as they are listened to. */
  timeoutMs?: number;
  /** Bytes; 256 KB where it says none. */
  bodyLimit?: number;
  /** What becomes of a body that is JSON but nests too deep: an error, or null in its place. */
  tooDeep?: 'refuse' | 'null';
  handle(input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>, deps: ApiDeps): Promise<Answer>;
}

export type Route = RouteSpec<z.ZodType, z.ZodType, z.ZodType>;

/** Checks a route's types, then forgets them: the schemas in it say the same to whoever calls `handle`. */
export const route = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(spec: RouteSpec<P, Q, B>): Route =>
  // Erasure: a handler of narrower input is called only with what its own schemas gave.
  spec as unknown as Route;
