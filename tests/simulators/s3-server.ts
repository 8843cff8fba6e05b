import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Account {
  bucket: string;
  region: string;
  key: string;
  secret: string;
}

/** What the next answers suffer, in order; then all is well again. */
export type Fault = 'fail' | 'drop' | 'truncate' | 'hang';

export interface S3Server {
  url: string;
  objects: Map<string, Buffer>;
  faults: Fault[];
  /** Requests that were refused for their signature. */
  refused: number;
  /** All that came. */
  requests: string[];
  close(): Promise<void>;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Computes the signature of AWS's version 4 anew, from what arrived, and holds it against the one that was sent. */
const isSigned = (req: http.IncomingMessage, body: Buffer, { region, key, secret }: S3Account): boolean => {
  const given = req.headers.authorization ?? '';
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      given,
    );
  if (!parts) return false;
  const [, id, day = '', where, signed = '', signature] = parts;
  const stamp = String(req.headers['x-amz-date'] ?? '');
  const hash = String(req.headers['x-amz-content-sha256'] ?? '');
  const isFresh =
    Math.abs(
      Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')) - Date.now(),
    ) < 900_000;
  if (id !== key || where !== region || !stamp.startsWith(day) || !isFresh) return false;
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body)) return false;
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date')) return false;
  const headers = names.map((name) => `${name}:${String(req.headers[name] ?? '').trim()}\n`).join('');
  const [path = '', query = ''] = (req.url ?? '').split('?');
  const canonical = [req.method, path, query.split('&').toSorted().join('&'), headers, signed, hash].join('\n');
  const text = ['AWS4-HMAC-SHA256', stamp, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const signing = [region, 's3', 'aws4_request'].reduce<Buffer>(
    (last, part) => hmac(last, part),
    hmac(`AWS4${secret}`, day),
  );
  return hmac(signing, text).toString('hex') === signature;
};

const xml = (res: http.ServerResponse, status: number, code: string) =>
  void res.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);

/** ListObjectsV2, as far as anybody here asks. */
const listing = (objects: Map<string, Buffer>, bucket: string, address: string): string => {
  const query = new URLSearchParams(address.split('?')[1]);
  const names = [...objects.keys()].map((name) => name.slice(bucket.length + 2)).toSorted();
  const wanted = names.filter(
    (name) => name.startsWith(query.get('prefix') ?? '') && name > (query.get('start-after') ?? ''),
  );
  const page = wanted.slice(0, Number(query.get('max-keys') ?? 1_000));
  return `<ListBucketResult>${page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`;
};

/** An S3-compatible server in memory for one bucket: PUT, GET, DELETE and listing of objects, signatures verified, and faults on demand. */
export async function startS3(account: S3Account): Promise<S3Server> {
  const server: Omit<S3Server, 'url' | 'close'> = { objects: new Map(), faults: [], refused: 0, requests: [] };
  const answer = (req: http.IncomingMessage, res: http.ServerResponse, body: Buffer): void => {
    const path = req.url ?? '/';
    server.requests.push(`${req.method} ${path}`);
    const fault = server.faults.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') return void req.socket.destroy();
    if (fault === 'fail') return xml(res, 503, 'SlowDown');
    if (!isSigned(req, body, account)) {
      server.refused += 1;
      return xml(res, 403, 'SignatureDoesNotMatch');
    }
    if (path.startsWith(`/${account.bucket}?`)) return void res.end(listing(server.objects, account.bucket, path));
    if (!path.startsWith(`/${account.bucket}/`)) return xml(res, 404, 'NoSuchBucket');
    if (req.method === 'DELETE') {
      server.objects.delete(path);
      return void res.writeHead(204).end();
    }
    if (req.method === 'PUT') {
      server.objects.set(path, body);
      return void res.writeHead(200).end();
    }
    const object = server.objects.get(path);
    if (!object) return xml(res, 404, 'NoSuchKey');
    res.writeHead(200, { 'content-length': object.length });
    if (fault === 'truncate') res.write(object.subarray(0, object.length >> 1), () => req.socket.destroy());
    else res.end(object);
  };
  const listener = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => answer(req, res, Buffer.concat(chunks)));
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((done) => {
      listener.close(() => done());
      listener.closeAllConnections();
    });
  return Object.assign(server, { url, close });
}
