import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TransitServer {
  /** With the engine's mount: `…/v1/transit`. */
  url: string;
  token: string;
  /** Paths that were asked, in order. */
  asked: string[];
  /** A newer version of the key; the ones before still open. */
  rotate(): void;
  /** Calls are refused from now on. */
  refuse(status: number | null): void;
  close(): Promise<void>;
}

/** What we use of Vault's transit engine: a key by name with versions, associated data, and its ciphertexts' form. */
export async function startTransitServer(name = 'trama'): Promise<TransitServer> {
  const versions = [randomBytes(32)];
  const token = 'transit-token';
  const asked: string[] = [];
  let refusal: number | null = null;

  const encrypt = (body: Body) => {
    const version = body.key_version ?? versions.length;
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', versions[version - 1] ?? Buffer.alloc(32), iv);
    cipher.setAAD(Buffer.from(body.associated_data ?? '', 'base64'));
    const closed = Buffer.concat([cipher.update(Buffer.from(body.plaintext ?? '', 'base64')), cipher.final()]);
    return {
      ciphertext: `vault:v${version}:${Buffer.concat([iv, cipher.getAuthTag(), closed]).toString('base64')}`,
      key_version: version,
    };
  };
  const decrypt = ({ ciphertext = '', associated_data: data = '' }: Body) => {
    const [, version, text] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
    const bytes = Buffer.from(text ?? '', 'base64');
    const cipher = createDecipheriv(
      'aes-256-gcm',
      versions[Number(version) - 1] ?? Buffer.alloc(32),
      bytes.subarray(0, 12),
    );
    cipher.setAAD(Buffer.from(data, 'base64')).setAuthTag(bytes.subarray(12, 28));
    return { plaintext: Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('base64') };
  };

  const server = createServer((req, res) => {
    const answer = (status: number, value: object) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    void (async () => {
      const path = (req.url ?? '').replace('/v1/transit/', '');
      asked.push(`${req.method} ${path}`);
      let text = '';
      for await (const chunk of req) text += String(chunk);
      if (req.headers['x-vault-token'] !== token) return answer(403, { errors: ['permission denied'] });
      if (refusal !== null) return answer(refusal, { errors: ['sealed'] });
      const body = (text === '' ? {} : JSON.parse(text)) as Body;
      if (req.method === 'GET' && path === `keys/${name}`)
        return answer(200, { data: { name, type: 'aes256-gcm96', latest_version: versions.length } });
      if (req.method === 'POST' && path === `encrypt/${name}`) return answer(200, { data: encrypt(body) });
      try {
        if (req.method === 'POST' && path === `decrypt/${name}`) return answer(200, { data: decrypt(body) });
      } catch {
        return answer(400, { errors: ['cipher: message authentication failed'] });
      }
      return answer(404, { errors: [] });
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/transit`,
    token,
    asked,
    rotate: () => void versions.push(randomBytes(32)),
    refuse: (status) => {
      refusal = status;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

interface Body {
  plaintext?: string;
  ciphertext?: string;
  associated_data?: string;
  key_version?: number;
}
