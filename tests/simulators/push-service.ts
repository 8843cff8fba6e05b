import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { testCertificate } from './test-certificate.ts';

export interface Pushed {
  device: string;
  /** What the device's service worker would get. */
  text: string;
  headers: IncomingMessage['headers'];
  /** Of the VAPID token, whose signature was checked. */
  claims: { aud: string; exp: number; sub: string };
  publicKey: string;
}

interface Device {
  pair: ECDH;
  auth: Buffer;
}

/**
 * A push service with its devices: it takes what a real one would take (a VAPID token of RFC 8292, signed by the key that it
 * names, for this origin), and opens the message as the browser would (RFC 8291), or answers 400.
 */
export const pushService = async () => {
  const pushed: Pushed[] = [];
  const faults: string[] = [];
  const devices = new Map<string, Device>();
  const answers = new Map<string, { status: number; headers?: Record<string, string> }>();
  let origin = '';
  const receive = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const name = (req.url ?? '').slice(1);
    const [device, planned] = [devices.get(name), answers.get(name)];
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    if (!device) return void res.writeHead(410).end();
    if (planned) return void res.writeHead(planned.status, planned.headers).end();
    try {
      const { claims, publicKey } = tokenOf(req.headers.authorization ?? '', origin);
      if (req.headers['content-encoding'] !== 'aes128gcm' || !req.headers.ttl) throw new Error('encoding or TTL');
      pushed.push({
        device: name,
        text: opened(device, Buffer.concat(chunks)),
        headers: req.headers,
        claims,
        publicKey,
      });
      res.writeHead(201, { location: `${origin}/message/1` }).end();
    } catch (error) {
      faults.push(String(error));
      res.writeHead(400).end();
    }
  };
  const server = createServer(testCertificate, (req, res) => void receive(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    pushed,
    faults,
    /** A browser that subscribes. */
    subscribe: (name: string) => {
      const pair = createECDH('prime256v1');
      pair.generateKeys();
      const auth = randomBytes(16);
      devices.set(name, { pair, auth });
      const keys = { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') };
      return { endpoint: `${origin}/${name}`, keys };
    },
    /** The device was thrown away. */
    forget: (name: string) => devices.delete(name),
    answer: (name: string, status: number, headers: Record<string, string> = {}) =>
      answers.set(name, { status, headers }),
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};

const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

const tokenOf = (authorization: string, origin: string): Pick<Pushed, 'claims' | 'publicKey'> => {
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const claims = json(body) as Pushed['claims'];
  const now = Date.now() / 1000;
  if (!signed || json(head).alg !== 'ES256') throw new Error('the signature is not of this key');
  if (claims.aud !== origin) throw new Error(`for ${claims.aud}, not for ${origin}`);
  if (claims.exp < now || claims.exp > now + 86_400) throw new Error('expired, or good for too long');
  if (!/^(mailto:|https:)/.test(claims.sub)) throw new Error('nobody answers for it');
  return { claims, publicKey };
};

/** RFC 8291, and RFC 8188 with one record. */
const opened = ({ pair, auth }: Device, body: Buffer): string => {
  const salt = body.subarray(0, 16);
  const idLength = body[20] ?? 0;
  const theirs = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), theirs]);
  const ikm = hkdfSync('sha256', pair.computeSecret(theirs), auth, info, 32);
  const derive = (what: string, length: number) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(ikm), salt, `Content-Encoding: ${what}\0`, length));
  const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  cipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  const end = plain.lastIndexOf(2);
  return plain.subarray(0, end).toString();
};
