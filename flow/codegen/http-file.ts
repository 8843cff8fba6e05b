/** `src/http-request.ts` of an exported project. */
export const HTTP_REQUEST = `import { Context } from '@temporalio/activity';
import type { Call } from './runtime/actions.ts';
import { failure, waitUntil } from './runtime/activity.ts';
import type { Json, JsonObject } from './runtime/language/json.ts';

interface Config {
  method: string;
  url: string;
  headers?: JsonObject;
  query?: JsonObject;
  body?: Json;
  bodyType?: 'json' | 'form' | 'text';
  response?: 'auto' | 'json' | 'text';
  failOn?: number[] | '4xx5xx';
  followRedirects?: number;
}

const KEYED = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Makes a request. 5xx, 408, 425, timeouts and broken connections are tried again, 429 waits until the time that the
 * other side names, other 4xx fail at once.
 */
export async function httpRequest(call: Call): Promise<Json> {
  const config = call.config as unknown as Config;
  const method = config.method.toUpperCase();
  const headers = new Headers();
  const content = bodyOf(config, headers);
  for (const [name, value] of Object.entries(config.headers ?? {})) if (value !== null) headers.set(name, String(value));
  if (KEYED.has(method) && !headers.has('idempotency-key')) headers.set('Idempotency-Key', call.idempotencyKey);
  authorize(headers, call.connection);
  const redirect = config.followRedirects === 0 ? 'manual' : 'follow';
  let response: Response;
  let text: string;
  try {
    const signal = Context.current().cancellationSignal;
    response = await fetch(addressOf(config), { method, headers, body: content, redirect, signal });
    text = await response.text();
  } catch (error) {
    if (Context.current().cancellationSignal.aborted) throw error;
    throw failure('connection_failed', (error as Error).message, { retry: true });
  }
  const { status } = response;
  const body = parsed(text, config, response.headers.get('content-type') ?? '');
  if (status === 429) throw waitUntil(retryAfter(response.headers.get('retry-after')), 'The other side asks to wait');
  if (fails(status, config.failOn)) {
    const retry = status >= 500 || status === 408 || status === 425;
    throw failure(\`http_\${status}\`, \`The other side answered \${status}\`, { retry, details: { status, body } });
  }
  return { status, headers: Object.fromEntries(response.headers), body };
}

/** A connection's secret comes from the environment: \`BILLING_API_TOKEN\` for the connection \`billing api\`. */
function authorize(headers: Headers, connection: string | null): void {
  if (connection === null) return;
  const name = connection.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const header = process.env[\`\${name}_HEADER\`] ?? 'Authorization';
  const token = process.env[\`\${name}_TOKEN\`];
  if (token === undefined) throw failure('missing_connection', \`Set \${name}_TOKEN in the environment\`);
  if (!headers.has(header)) headers.set(header, header === 'Authorization' && !token.includes(' ') ? \`Bearer \${token}\` : token);
}

function addressOf({ url, query = {} }: Config): URL {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) {
    if (value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) address.searchParams.append(name, String(one));
  }
  return address;
}

function bodyOf({ method, body = null, bodyType = 'json' }: Config, headers: Headers): string | undefined {
  if (body === null || method.toUpperCase() === 'GET' || method.toUpperCase() === 'HEAD') return undefined;
  switch (bodyType) {
    case 'json':
      headers.set('Content-Type', 'application/json');
      return JSON.stringify(body);
    case 'text':
      headers.set('Content-Type', 'text/plain; charset=utf-8');
      return String(body);
    case 'form': {
      headers.set('Content-Type', 'application/x-www-form-urlencoded');
      const fields = Object.entries(body as JsonObject).map(([name, value]): [string, string] => [name, String(value)]);
      return new URLSearchParams(fields).toString();
    }
    default:
      throw failure('not_implemented', \`Implement the body type \${String(bodyType)} in src/http-request.ts\`);
  }
}

function parsed(text: string, { response = 'auto' }: Config, type: string): Json {
  if (response === 'text' || text === '') return text === '' && response !== 'text' ? null : text;
  if (response !== 'json' && !/[/+]json\\b/.test(type)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const fails = (status: number, failOn: Config['failOn'] = '4xx5xx'): boolean =>
  Array.isArray(failOn) ? failOn.includes(status) : status >= 400;

/** Seconds, or a date; a minute where nothing is said. */
function retryAfter(value: string | null): Date {
  const seconds = Number(value ?? '60');
  return Number.isFinite(seconds) ? new Date(Date.now() + seconds * 1000) : new Date(value ?? '');
}
`;
