import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passed {
  method: string;
  path: string;
  /** What it said to meet, whether it met it or came again. */
  asked: string | null;
  /** What went wrong with it on purpose; null: nothing. */
  fault: string | null;
  idempotencyKey: string | null;
  userAgent: string;
  at: number;
}

export interface FaultyProxy {
  url: string;
  passed: Passed[];
  close(): Promise<void>;
}

type Fault = (req: http.IncomingMessage, res: http.ServerResponse, forward: () => void) => void;

const refuse =
  (status: number, headers: Record<string, string>): Fault =>
  (req, res) => {
    req.resume();
    req.on('end', () => res.writeHead(status, headers).end('<html>not now</html>'));
  };

/** By the first word of `x-fault`; the words behind it make it one of its own. */
const FAULTS: Record<string, Fault> = {
  busy: refuse(503, { 'Retry-After': '1' }),
  limited: refuse(429, { RateLimit: '"key";r=0;t=1' }),
  expired: refuse(401, {}),
};

const forwarding = (to: URL, req: http.IncomingMessage, answer: (incoming: http.IncomingMessage) => void) => {
  const onward = http.request(
    { host: to.hostname, port: to.port, method: req.method, path: req.url, headers: { ...req.headers, host: to.host } },
    answer,
  );
  req.pipe(onward);
  return onward;
};

/**
 * Stands in front of the API. A call that says `x-fault` meets that fault once, and passes when it comes again: `cut` lets the
 * API do its work and closes the line instead of answering, `torn` ends a stream after its first event.
 */
export async function startFaultyProxy(api: string): Promise<FaultyProxy> {
  const to = new URL(api);
  const passed: Passed[] = [];
  const met = new Set<string>();
  const server = http.createServer((req, res) => {
    const asked = (req.headers['x-fault'] as string | undefined) ?? null;
    const fault = asked !== null && !met.has(asked) ? asked : null;
    if (fault !== null) met.add(fault);
    passed.push({
      method: req.method ?? '',
      path: req.url ?? '',
      asked,
      fault,
      idempotencyKey: (req.headers['idempotency-key'] as string | undefined) ?? null,
      userAgent: req.headers['user-agent'] ?? '',
      at: Date.now(),
    });
    const kind = fault?.split(' ')[0] ?? '';
    const known = FAULTS[kind];
    const forward = () => {
      const onward = forwarding(to, req, (answer) => {
        if (kind === 'cut') return answer.resume().on('end', () => res.destroy());
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        if (kind !== 'torn') return answer.pipe(res);
        answer.on('data', (piece: Buffer) => {
          res.write(piece);
          if (piece.includes('event: ')) setTimeout(() => res.destroy(), 50);
        });
      });
      onward.on('error', () => res.destroy());
      res.on('close', () => onward.destroy());
    };
    if (known) known(req, res, forward);
    else forward();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
