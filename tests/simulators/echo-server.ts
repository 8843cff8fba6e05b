import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EchoServer {
  /** `127.0.0.1:port`. */
  host: string;
  /** What came in, headers and body, as text. */
  heard: string[];
  close(): Promise<void>;
}

/**
 * A server that sends back whatever it was sent, headers included, as careless ones do. `/fail` complains with 401, `/slow` never
 * answers, `/token` gives `accessToken` as an authorisation server does.
 */
export async function startEchoServer(accessToken: string): Promise<EchoServer> {
  const heard: string[] = [];
  const server = createServer((req, res) => {
    void (async () => {
      let body = '';
      for await (const chunk of req) body += String(chunk);
      const echo = JSON.stringify({ url: req.url, headers: req.headers, body });
      heard.push(echo);
      if (req.url?.startsWith('/slow')) return;
      const token = JSON.stringify({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 });
      const isToken = req.url === '/token';
      res.writeHead(isToken || req.url?.startsWith('/echo') ? 200 : 401, { 'content-type': 'application/json' });
      res.end(isToken ? token : echo);
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
