import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What the receiver does with the next message: an answer, or what a bad network does. */
export type Mood =
  | { status: number; headers?: Record<string, string>; body?: string; delayMs?: number }
  | 'hang'
  | 'reset';

export interface Got {
  id: string;
  at: number;
  type: string;
  data: Record<string, unknown>;
  headers: IncomingHttpHeaders;
  path: string;
  /** It came before under the same webhook-id, and was taken. */
  duplicate: boolean;
  /** It was answered with 2xx. */
  taken: boolean;
}

/** Checks one `v1a` signature as the specification says. */
const signedBy = (publicKey: string, headers: IncomingHttpHeaders, body: string): boolean => {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = Buffer.from([headers['webhook-id'], headers['webhook-timestamp'], body].join('.'));
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const [version, signature = ''] = one.split(',');
      return version === 'v1a' && verify(null, content, key, Buffer.from(signature, 'base64'));
    });
};

/**
 * Somebody's server that takes webhooks: it checks signatures with the library of Standard Webhooks (or a public key),
 * knows messages again by their id, and can be as bad as real ones are. What it refused is not `taken`.
 */
export class WebhookReceiver {
  /** Everything that came with a good signature, in order of arrival. */
  readonly got: Got[] = [];
  /** Requests whose signature was wrong. */
  readonly forged: string[] = [];
  /** `whsec_…` or `whpk_…`: any of them may have signed. None: nothing is checked. */
  keys: string[] = [];
  /** What the next requests meet, one each; then `always`. */
  readonly moods: Mood[] = [];
  always: Mood = { status: 204 };
  readonly #server = createServer((req, res) => void this.#receive(req, res));
  readonly #taken = new Set<string>();
  #port = 0;

  /** `port`: where another stood before. */
  static async start(port = 0): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.#server.listen(port, '127.0.0.1');
    await once(receiver.#server, 'listening');
    receiver.#port = (receiver.#server.address() as AddressInfo).port;
    return receiver;
  }

  get port(): number {
    return this.#port;
  }

  get host(): string {
    return `localhost:${this.#port}`;
  }

  get url(): string {
    return `http://${this.host}/hook`;
  }

  /** Each once, in the order in which they were taken. */
  get taken(): Got[] {
    return this.got.filter(({ taken, duplicate }) => taken && !duplicate);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const at = Date.now();
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { headers } = req;
    const id = String(headers['webhook-id']);
    if (!this.#isGood(headers, body)) {
      this.forged.push(id);
      return void res.writeHead(401).end();
    }
    const mood = this.moods.shift() ?? this.always;
    const taken = typeof mood === 'object' && mood.status >= 200 && mood.status < 300;
    const { type, data } = JSON.parse(body) as Pick<Got, 'type' | 'data'>;
    this.got.push({ id, at, type, data, headers, path: req.url ?? '', duplicate: this.#taken.has(id), taken });
    if (taken) this.#taken.add(id);
    if (mood === 'hang') return;
    if (mood === 'reset') return void req.socket.destroy();
    if (mood.delayMs) await new Promise((done) => setTimeout(done, mood.delayMs));
    res.writeHead(mood.status, mood.headers).end(mood.body);
  }

  #isGood(headers: IncomingHttpHeaders, body: string): boolean {
    if (this.keys.length === 0) return true;
    return this.keys.some((key) => {
      if (key.startsWith('whpk_')) return signedBy(key, headers, body);
      try {
        new Webhook(key).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    });
  }
}
