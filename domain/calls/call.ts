import type { Json } from '#flow/json.ts';

/** What is told of a call as it was. */
export interface CallFacts {
  method: string;
  /** The pattern: `/v1/runs/{run}`. */
  route: string;
  /** Path and query, as sent. */
  path: string;
  status: number;
  /** Of an error. */
  code: string | null;
  ms: number;
  ip: string;
}

/** A call as it is written down, once its answer has left. */
export interface CallRecord extends CallFacts {
  /** uuid. */
  id: string;
  /** `ten_…` */
  tenantId: string;
  /** `key_…` */
  keyId: string;
  /** uuid of the access token that stood for the key; null: the key itself. */
  tokenId: string | null;
  traceId: string;
  /** Bytes of the body that came. */
  received: number;
  /** Bytes of the answer, headers included. */
  sent: number;
  idempotencyKey: string | null;
  /** uuid */
  replayOf: string | null;
  /** Null: not kept. */
  bodies: KeptBodies | null;
}

/** A body is whole, or `{ $cut: true, size, preview }`; secrets in it are masked, and `masked` says that some were. */
export interface KeptBodies {
  request: Json;
  answer: Json;
  masked: boolean;
  /** Rights that whoever reads them must have: those of the call. */
  needs: readonly string[];
}

/** Times are ISO 8601 UTC. */
export interface CallView extends CallFacts {
  id: string;
  at: string;
  keyId: string;
  keyName: string;
  byToken: boolean;
  traceId: string;
  received: number;
  sent: number;
  replayOf: string | null;
  hasBodies: boolean;
}
