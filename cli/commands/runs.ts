import { readFileSync } from 'node:fs';
import type { Run, RunSummary, RunTrace } from '../../sdks/typescript/src/generated/types.ts';
import type { Command, Context } from '../command.ts';
import { slugThere } from '../flows/there.ts';
import { type Reached, reach } from '../reach.ts';
import { EXIT, Failure, failure } from '../terminal/failure.ts';
import { harmless, type Terminal } from '../terminal/terminal.ts';

const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

const painted = ({ paint }: Terminal, status: string): string => {
  const text = status.padEnd(9);
  if (status === 'succeeded' || status === 'pinned') return paint('green', text);
  if (status === 'failed') return paint('red', text);
  return status === 'waiting' || status === 'parked' ? paint('yellow', text) : text;
};

const errorOf = ({ error }: { error: { code: string; message: string; node?: string } | null }): string =>
  error === null
    ? ''
    : harmless(` ${error.code}${error.node ? ` (${error.node})` : ''}: ${error.message}`).slice(0, 300);

const waitsFor = ({ waitingFor = [] }: Pick<RunSummary, 'waitingFor'>): string =>
  waitingFor
    .map(({ node, reason }) => harmless(` ⏳ ${node}: ${reason}`))
    .join('')
    .slice(0, 200);

/** The names of flows, asked for once. */
const flowNames = (reached: Reached) => {
  const known = new Map<string, string>();
  return async (id: string): Promise<string> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const slug = await reached.api.flows.get(id).then(
      (flow) => flow.slug,
      () => id,
    );
    known.set(id, slug);
    return slug;
  };
};

const tellRun = (terminal: Terminal, run: RunSummary, flow: string): void => {
  const version = run.flowVersion === null ? '' : ` v${run.flowVersion}`;
  const at = terminal.when(run.endedAt ?? run.startedAt ?? run.acceptedAt);
  terminal.out(
    `${terminal.paint('dim', at)}  ${painted(terminal, run.status)} ${run.id}  ${flow}${version}${run.test ? ' test' : ''}${errorOf(run)}${ENDED.has(run.status) ? '' : waitsFor(run)}`,
  );
};

const list: Command = {
  name: 'runs list',
  usage: '[flow]',
  summary: { pt: 'Execuções, as mais novas antes', en: 'Runs, newest first' },
  options: { status: { type: 'string' }, limit: { type: 'string', short: 'n' } },
  help: {
    status: { pt: 'um ou vários, com vírgulas', en: 'one or several, with commas' },
    limit: { pt: 'quantas (20)', en: 'how many (20)' },
  },
  run: async (context) => {
    const { said, terminal } = context;
    const most = said.count('limit', { otherwise: 20, most: 1_000 });
    const reached = await reach(context);
    const [flow] = said.words;
    const status = said.text('status');
    const query = {
      ...(flow === undefined ? {} : { flow: slugThere(reached, flow) }),
      ...(status === undefined ? {} : { status }),
    };
    const runs = await reached.api.runs.list({ ...query, limit: Math.min(most, 100) }).take(most);
    const nameOf = flowNames(reached);
    for (const run of runs) tellRun(terminal, run, await nameOf(run.flowId));
    terminal.json(runs);
  },
};

const tail: Command = {
  name: 'runs tail',
  usage: '[flow]',
  summary: { pt: 'Execuções ao vivo; Ctrl-C termina', en: 'Runs as they happen; Ctrl-C ends it' },
  options: { since: { type: 'string' } },
  help: { since: { pt: 'também o que mudou desde então (ISO 8601)', en: 'also what changed since then (ISO 8601)' } },
  run: async (context) => {
    const { said, terminal, signal } = context;
    const since = said.text('since') ?? new Date().toISOString();
    if (Number.isNaN(Date.parse(since)))
      throw failure('usage', 'bad_option', '--since: um instante ISO 8601.', '--since: an ISO 8601 instant.');
    const reached = await reach(context);
    const [flow] = said.words;
    const query = flow === undefined ? {} : { flow: slugThere(reached, flow) };
    const nameOf = flowNames(reached);
    terminal.note(terminal.say(`Ouvindo ${reached.name}…`, `Listening to ${reached.name}…`));
    try {
      const lastEventId = new Date(since).toISOString();
      for await (const { event, data } of reached.api.runs.streamAll(query, { signal, lastEventId })) {
        if (event !== 'run') continue;
        const run = data as RunSummary;
        tellRun(terminal, run, await nameOf(run.flowId));
        terminal.json(run);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};

const placed = ({ path }: RunTrace): string => path.map(({ container, index }) => `${container}[${index}]/`).join('');

const tellTrace = async ({ terminal }: Context, { api }: Reached, run: string): Promise<RunTrace[]> => {
  const steps: RunTrace[] = [];
  for await (const step of api.runs.getTrace(run, { limit: 1_000 })) {
    steps.push(step);
    const ms = step.startedAt && step.endedAt ? `${Date.parse(step.endedAt) - Date.parse(step.startedAt)} ms` : '';
    const attempts = step.attempts > 1 ? ` ×${step.attempts}` : '';
    const port = step.port && step.port !== 'out' ? ` → ${step.port}` : '';
    terminal.out(
      `${String(step.n).padStart(4)}  ${painted(terminal, step.status)} ${harmless(placed(step) + step.node)}${port}${attempts}  ${terminal.paint('dim', ms)}${errorOf(step)}`,
    );
  }
  return steps;
};

const tellWhole = (terminal: Terminal, run: Run, flow: string): void => {
  tellRun(terminal, run, flow);
  if (run.output !== null && run.output !== undefined)
    terminal.out(harmless(JSON.stringify(run.output)).slice(0, 2_000));
};

const show: Command = {
  name: 'runs show',
  usage: '<run>',
  summary: { pt: 'Uma execução, passo a passo', en: 'One run, step by step' },
  run: async (context) => {
    const id = context.said.word({ pt: 'uma execução', en: 'a run' });
    const reached = await reach(context);
    const run = await reached.api.runs.get(id);
    tellWhole(context.terminal, run, await flowNames(reached)(run.flowId));
    const steps = await tellTrace(context, reached, run.id);
    context.terminal.json({ run, steps });
  },
};

const dataOf = (given: string | undefined): unknown => {
  if (given === undefined) return {};
  const text = given.startsWith('@') ? readFileSync(given === '@-' ? 0 : given.slice(1), 'utf8') : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failure('usage', 'bad_data', '--data não é JSON.', '--data is no JSON.', error);
  }
};

const trigger: Command = {
  name: 'trigger',
  usage: '<flow>',
  summary: { pt: 'Começar uma execução', en: 'Start a run' },
  options: { data: { type: 'string', short: 'd' }, wait: { type: 'boolean', short: 'w' }, test: { type: 'boolean' } },
  help: {
    data: { pt: 'JSON, @arquivo, ou @- para a entrada', en: 'JSON, @file, or @- for the input' },
    wait: {
      pt: 'até o fim; termina com 1 onde ela não deu certo',
      en: 'until its end; ends with 1 where it did not succeed',
    },
    test: { pt: 'o rascunho, como teste', en: 'the draft, as a test' },
  },
  run: async (context) => {
    const { said, terminal, signal } = context;
    const flow = said.word({ pt: 'um fluxo', en: 'a flow' });
    const body = {
      data: dataOf(said.text('data')),
      ...(said.flag('test') ? { test: true, version: 'draft' as const } : {}),
    };
    const reached = await reach(context);
    const begun = await reached.api.runs.start(slugThere(reached, flow), body);
    const id = begun.id;
    if (!said.flag('wait')) {
      terminal.out(`${id}  ${begun.status ?? ''}`);
      terminal.json(begun);
      return;
    }
    const run = await reached.api.waitForRun(id, { signal });
    tellWhole(terminal, run, flow);
    terminal.json(run);
    if (run.status !== 'succeeded') throw new Failure(EXIT.failed, 'run_not_succeeded', '', '');
  },
};

const logs: Command = {
  name: 'logs',
  usage: '[run]',
  summary: {
    pt: 'O registro das chamadas; com uma execução, os passos dela',
    en: 'The log of calls; with a run, its steps',
  },
  options: { status: { type: 'string' }, route: { type: 'string' }, limit: { type: 'string', short: 'n' } },
  help: {
    status: { pt: '404, ou uma classe: 4xx', en: '404, or a class: 4xx' },
    route: { pt: 'a rota: /v1/runs/{run}', en: 'the route: /v1/runs/{run}' },
    limit: { pt: 'quantas (20)', en: 'how many (20)' },
  },
  run: async (context) => {
    const { said, terminal } = context;
    if (said.words.length > 0) return show.run(context);
    const most = said.count('limit', { otherwise: 20, most: 1_000 });
    const [status, route] = [said.text('status'), said.text('route')];
    const { api } = await reach(context);
    const query = { ...(status === undefined ? {} : { status }), ...(route === undefined ? {} : { route }) };
    const calls = await api.calls.list({ ...query, limit: Math.min(most, 100) }).take(most);
    for (const call of calls) {
      const code = call.code === null ? '' : ` ${call.code}`;
      const shown = call.status >= 400 ? terminal.paint('red', String(call.status)) : String(call.status);
      terminal.out(
        `${terminal.paint('dim', terminal.when(call.at))}  ${shown} ${call.method} ${harmless(call.path)}${code}  ${Math.round(call.ms)} ms  ${harmless(call.keyName)} ${call.ip}  ${terminal.paint('dim', call.traceId)}`,
      );
    }
    terminal.json(calls);
  },
};

export const runCommands: readonly Command[] = [list, tail, show, trigger, logs];
