import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { codeOf } from '#flow/codegen/project.ts';
import { compile } from '#flow/compile.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Problem } from '#flow/problem.ts';
import type { Connection, Flow, FlowVersion, Run } from '../api-types.ts';
import { approvals } from './fake-approvals.ts';
import { notices } from './fake-notices.ts';
import { type FakeRun, play } from './fake-run.ts';
import { fakeKinds, fakeTypes } from './fake-types.ts';
import { sampleFlow } from './sample-flow.ts';

/** An API in memory to draw against where no server runs. It keeps the shapes of the real one, and nothing else. */
const CATALOGUE = new Map(fakeTypes.map((type) => [type.type, type]));

const now = () => new Date().toISOString();
const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;

interface Kept {
  flow: Flow;
  revision: number;
  versions: FlowVersion[];
}

const flows = new Map<string, Kept>();
const runs = new Map<string, FakeRun>();
const watchers = new Set<(run: Run) => void>();
const connections: Connection[] = [];
let signedIn = true;

const keep = (definition: FlowDocument): Kept => {
  const id = newId('flw');
  const flow: Flow = {
    id,
    slug: definition.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    name: definition.name,
    publishedVersion: null,
    archivedAt: null,
    createdAt: now(),
    updatedAt: now(),
    draft: definition,
    board: {},
    unpublishedChanges: false,
    webhook: null,
    problems: [],
  };
  const kept = { flow, revision: 1, versions: [] };
  flows.set(id, kept);
  return kept;
};

const problemsOf = (document: FlowDocument): Problem[] => compile(document, CATALOGUE).problems;

interface Asked {
  method: string;
  parts: string[];
  query: URLSearchParams;
  body: unknown;
  request: IncomingMessage;
  response: ServerResponse;
}

const send = (response: ServerResponse, status: number, body?: unknown, etag?: string) => {
  response.writeHead(status, { 'Content-Type': 'application/json', ...(etag ? { ETag: etag } : {}) });
  response.end(body === undefined ? '' : JSON.stringify(body));
};
const refuse = (response: ServerResponse, status: number, title: string, more: object = {}) =>
  send(response, status, { type: 'about:blank', title, status, detail: '', code: 'fake', traceId: 'fake', ...more });
const page = (data: unknown[]) => ({ data, nextCursor: null });
const sendFlow = (response: ServerResponse, { flow, revision }: Kept, status = 200) =>
  send(response, status, { ...flow, problems: problemsOf(flow.draft) }, `"${revision}"`);

const startStream = (response: ServerResponse) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(':\n\n');
  return (event: string, data: unknown) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (event === 'end') response.end();
  };
};

const newRun = (kept: Kept, data: unknown, version: number | null): Run => {
  const run = {
    id: newId('run'),
    flowId: kept.flow.id,
    flowVersion: version,
    trigger: { type: 'manual', data: data as never },
    status: 'queued' as const,
    test: version === null,
    acceptedAt: now(),
    startedAt: null,
    endedAt: null,
    output: null,
    error: null,
  };
  const fake: FakeRun = { run, steps: [], listeners: new Set([() => watchers.forEach((watch) => watch(run))]) };
  runs.set(run.id, fake);
  void play(fake, kept.flow.draft);
  return run;
};

const flowRoutes = ({ method, parts, body, query, request, response }: Asked): void => {
  const [, id = '', part, n] = parts;
  if (!id && method === 'POST') return sendFlow(response, keep((body as { definition: FlowDocument }).definition), 201);
  if (!id) {
    const q = (query.get('q') ?? '').toLowerCase();
    const found = [...flows.values()].map(({ flow }) => flow).filter(({ name }) => name.toLowerCase().includes(q));
    return send(response, 200, page(found.map((flow) => ({ ...flow, folder: null, tags: [], minutesSaved: null }))));
  }
  const kept = flows.get(id);
  if (!kept) return refuse(response, 404, 'Não encontrado');
  if (part === 'presence') return send(response, 204);
  if (part === 'stream') return startStream(response)('presence', { editors: [] });
  if (method === 'DELETE') {
    flows.delete(id);
    return send(response, 204);
  }
  if (part === 'draft') {
    if (request.headers['if-match'] !== `"${kept.revision}"`)
      return refuse(response, 412, 'Alguém mudou isto antes de você');
    kept.revision++;
    const { definition: draft, board = kept.flow.board } = body as { definition: FlowDocument; board?: Flow['board'] };
    Object.assign(kept.flow, { draft, board, name: draft.name, updatedAt: now() });
    return sendFlow(response, kept);
  }
  if (part === 'publish') {
    const problems = problemsOf(kept.flow.draft);
    if (problems.some(({ severity }) => severity === 'error'))
      return refuse(response, 422, 'O fluxo tem problemas', { problems });
    const version: FlowVersion = {
      version: kept.versions.length + 1,
      note: null,
      hash: 'x',
      createdAt: now(),
      definition: kept.flow.draft,
    };
    kept.versions.push(version);
    kept.flow.publishedVersion = version.version;
    return send(response, 200, version);
  }
  if (part === 'code') {
    const { plan } = compile(kept.flow.draft, CATALOGUE);
    if (!plan) return refuse(response, 422, 'O fluxo tem problemas');
    return send(
      response,
      200,
      codeOf(plan, kept.flow.draft, (path) => readFileSync(path, 'utf8'), 'pt-BR'),
    );
  }
  if (part === 'versions') return send(response, 200, n ? kept.versions[Number(n) - 1] : page(kept.versions));
  if (part === 'runs') {
    const { version, data } = body as { version?: string; data?: unknown };
    return send(response, 202, newRun(kept, data, version === 'draft' ? null : kept.flow.publishedVersion));
  }
  return sendFlow(response, kept);
};

const runRoutes = ({ parts, query, response, request }: Asked): void => {
  const [, id = '', part] = parts;
  if (id === 'stream') {
    const tell = startStream(response);
    const watch = (run: Run) => tell('run', run);
    watchers.add(watch);
    request.on('close', () => watchers.delete(watch));
    return;
  }
  if (!id) {
    const [flow, status] = [query.get('flow'), query.get('status')];
    const all = [...runs.values()].map((fake) => fake.run).reverse();
    return send(
      response,
      200,
      page(all.filter((run) => (!flow || run.flowId === flow) && (!status || run.status === status))),
    );
  }
  const fake = runs.get(id);
  if (!fake) return refuse(response, 404, 'Não encontrado');
  if (part === 'stream') {
    const tell = startStream(response);
    for (const step of fake.steps) tell('step', step);
    tell('run', fake.run);
    if (fake.run.endedAt) return tell('end', {});
    fake.listeners.add(tell);
    return void request.on('close', () => fake.listeners.delete(tell));
  }
  if (part === 'retry') {
    const kept = flows.get(fake.run.flowId);
    return kept ? send(response, 202, newRun(kept, {}, fake.run.flowVersion)) : refuse(response, 404, 'Não encontrado');
  }
  return send(response, 200, part === 'trace' ? { steps: fake.steps } : fake.run);
};

const routes: Record<string, (asked: Asked) => void> = {
  flows: flowRoutes,
  runs: runRoutes,
  me: ({ response }) =>
    signedIn
      ? send(response, 200, {
          user: { id: 'usr_1', email: 'ana@oficina.example' },
          scopes: ['*'],
          tenant: {
            id: 'ten_1',
            slug: 'demo',
            name: 'Oficina da Ana',
            plan: 'ENTERPRISE',
            timezone: 'America/Sao_Paulo',
            locale: 'pt-BR',
          },
        })
      : refuse(response, 401, 'Credencial ausente ou inválida'),
  session: ({ method, body, response }) => {
    if (method === 'POST' && (body as { password?: string }).password === 'errada')
      return refuse(response, 401, 'Credencial ausente ou inválida');
    signedIn = method === 'POST';
    return send(response, signedIn ? 200 : 204, signedIn ? {} : undefined);
  },
  'node-types': ({ response }) => send(response, 200, { data: fakeTypes, connections: fakeKinds }),
  connections: ({ method, parts, body, response }) => {
    if (method === 'POST') {
      const { name, connector } = body as { name: string; connector: string };
      connections.push({
        id: newId('con'),
        name,
        connector,
        hosts: ['erp.example'],
        createdAt: now(),
        testedAt: null,
        testError: null,
        secretChangedAt: now(),
        signIn: null,
      });
      return send(response, 201, connections.at(-1));
    }
    if (method === 'DELETE')
      connections.splice(
        connections.findIndex((one) => one.id === parts[1]),
        1,
      );
    return method === 'DELETE' ? send(response, 204) : send(response, 200, page(connections));
  },
  notifications: ({ method, parts, response }) => {
    const isMeant = (id: string) => parts[1] === 'read' || id === parts[1];
    if (method === 'POST') for (const one of notices) if (isMeant(one.id)) one.readAt ??= now();
    if (method === 'POST') return send(response, 204);
    return send(response, 200, { ...page(notices), unread: notices.filter((one) => one.readAt === null).length });
  },
  approvals: ({ method, parts, body, query, response }) => {
    const found = approvals.find((one) => one.id === parts[1]);
    if (method === 'POST' && found)
      return send(
        response,
        200,
        Object.assign(found, { status: (body as { decision: string }).decision, by: 'ana@oficina.example' }),
      );
    const status = query.get('status');
    return send(response, 200, page(approvals.filter((one) => !status || one.status === status)));
  },
};

const read = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text ? JSON.parse(text) : {};
};

/** Starts it on a port of 127.0.0.1; the sample flow and a run of it are there. */
export const startFakeApi = (port: number) => {
  newRun(keep(sampleFlow), { id: 42 }, null);
  keep({ ...sampleFlow, name: 'Aviso de revisão' });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const parts = url.pathname.split('/').filter(Boolean).slice(1);
    const route = routes[parts[0] ?? ''];
    const body = await read(request);
    if (!route) return refuse(response, 404, 'Não encontrado');
    route({ method: request.method ?? 'GET', parts, query: url.searchParams, body, request, response });
  };
  const server = createServer((request, response) => void answer(request, response));
  return new Promise<typeof server>((done) => server.listen(port, '127.0.0.1', () => done(server)));
};
