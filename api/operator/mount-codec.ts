import type { Payload } from '@temporalio/common';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { readBytes } from '#api/frame/read-body.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { validate } from '#api/frame/validate.ts';
import { tenantOf } from '#domain/payloads/tenant-of.ts';
import { operatorOf } from './operator-of.ts';

/** A page of a history, whose values may have megabytes. */
const BODY_LIMIT = 32 * 1024 * 1024;

const Base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'base64');
/** Payloads as protobuf's JSON writes them: what Temporal's remote codecs speak. Other fields of theirs are let go. */
const Payloads = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), Base64).optional(), data: Base64.optional() }))
    .max(10_000)
    .optional(),
});
type Written = NonNullable<z.output<typeof Payloads>['payloads']>[number];

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const read = ({ metadata = {}, data }: Written): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, bytesOf(value)])),
  ...(data !== undefined && { data: bytesOf(data) }),
});

const written = ({ metadata, data }: Payload): Written => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, textOf(value)])),
  ...(data && { data: textOf(data) }),
});

/** The tenant that an operator writes for: the protocol itself names none. */
const tenantIn = (req: Request): string => {
  const tenant = tenantOf(req.get('x-trama-tenant'));
  if (tenant !== null) return tenant;
  throw fail(
    'malformed',
    'Diga a conta no cabeçalho X-Trama-Tenant: ten_….',
    'Name the tenant in the header X-Trama-Tenant: ten_….',
  );
};

/** A browser reads our answer only from pages of these origins; it asks first, without a credential. */
function allowOrigin(req: Request, res: Response, origins: readonly string[]): void {
  res.vary('Origin');
  const { origin } = req.headers;
  if (origin === undefined || !origins.includes(origin)) return;
  res.set({
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Content-Type, X-Namespace, Authorization, X-Trama-Tenant',
    'Access-Control-Max-Age': '600',
  });
}

/**
 * The remote codec of Temporal's pages and command line: what histories hold, readable for operators
 * (docs/operations.md). It holds and logs nothing.
 */
export function mountCodec(app: Express, services: FrameServices, deps: ApiDeps): void {
  const origins = [...services.origins, ...deps.settings.temporalUiOrigins];
  const answer =
    (work: (payloads: Payload[], req: Request) => Promise<Payload[]>) => async (req: Request, res: Response) => {
      res.locals.route = '/codec';
      res.set('Cache-Control', 'no-store');
      allowOrigin(req, res, origins);
      try {
        await operatorOf(deps, req.headers, req.ip ?? '', origins);
        const bytes = await readBytes(req, res, BODY_LIMIT);
        const { payloads = [] } = validate(Payloads, parsed(bytes), 'body', 'en');
        res.json({ payloads: (await work(payloads.map(read), req)).map(written) });
      } catch (thrown) {
        failRequest(req, res, thrown, services);
      }
    };
  app.options(['/codec/decode', '/codec/encode', '/codec/download'], (req, res) => {
    allowOrigin(req, res, origins);
    res.status(204).end();
  });
  // Pages ask for a history without what it only names, and for that one by one.
  app.post(
    '/codec/decode',
    answer((payloads, req) =>
      deps.operations.codec.decode(payloads, { keepReferences: req.query.preserveStorageRefs === 'true' }),
    ),
  );
  app.post(
    '/codec/download',
    answer((payloads) => deps.operations.codec.decode(payloads)),
  );
  app.post(
    '/codec/encode',
    answer((payloads, req) => deps.operations.codec.encode(payloads, tenantIn(req))),
  );
}

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw fail('malformed', 'O corpo não é JSON.', 'The body is not JSON.', { cause: error });
  }
};
