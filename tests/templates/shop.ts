import { LLMock } from '@copilotkit/aimock';
import type { Json } from '#flow/json.ts';
import { unique, until } from '#tests/conformance/client.ts';
import { secondTenant } from '#tests/conformance/second-tenant.ts';
import { startStub } from '#tests/conformance/stub.ts';
import { mailServer } from '#tests/simulators/mail-server.ts';
import { TelegramSimulator } from '#tests/simulators/telegram.ts';

/** Hours, so that a test at night is not put off to the morning. */
const ALWAYS = { opens: '00:00', closes: '24:00', businessDays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] };
export const EACH_SECOND = '* * * * * *';
export const TEAM = '-900';

/** A shop of its own, with a mail server, a bot, a model and a world that answer on this machine. */
export async function openShop() {
  const { client: api } = await secondTenant(['*']);
  const mail = await mailServer();
  const telegram = await TelegramSimulator.start();
  const world = await startStub();
  const model = new LLMock({ port: 0, logLevel: 'silent', latency: 0 });
  await model.start();
  const token = `${process.pid}${Date.now()}:bot`;
  const connect = async (connector: string, more: Record<string, unknown>): Promise<string> =>
    (await api.made('POST', '/v1/connections', { connector, name: unique(connector), ...more })).id;
  const connections = {
    mail: await connect('smtp', { host: '127.0.0.1', port: mail.port, security: 'none', from: 'loja@example.com' }),
    bot: await connect('telegram', { token, apiRoot: telegram.url }),
    shopHook: await connect('webhook', { secret: 'senha da loja', header: 'X-Shop' }),
    inbound: await connect('webhook', { secret: 'quem chama', header: 'X-Signature' }),
    outbound: await connect('secret', { secret: 'quem assina' }),
    erp: await connect('http', { auth: 'bearer', token: 'do erp', hosts: [world.host] }),
    ai: await connect('ai', { provider: 'openai', baseUrl: `${model.url}/v1`, apiKey: 'sk-x', model: 'm' }),
  };
  const asked: Record<string, Json> = { shop: 'Moto Sul', teamChat: TEAM, ...ALWAYS };

  /** Uses a template, published: what it asks for is given, what it has from the start stays. */
  const use = async (template: string, values: Record<string, Json> = {}) => {
    const portuguese = { 'accept-language': 'pt-BR' };
    const { needs, setup } = await api.made('GET', `/v1/templates/${template}`);
    const mine = setup.map(({ key }: { key: string }) => [key, values[key] ?? asked[key]] as const);
    const { flow } = await api.made(
      'POST',
      `/v1/templates/${template}/use`,
      {
        publish: true,
        values: Object.fromEntries(mine.filter(([, value]: [string, Json | undefined]) => value !== undefined)),
        connections: Object.fromEntries(
          needs.map(({ key }: { key: keyof typeof connections }) => [key, connections[key]]),
        ),
      },
      portuguese,
    );
    return { id: flow.id as string, webhook: flow.webhook?.url as string };
  };
  const call = (webhook: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shop': 'senha da loja', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** The first run of a flow that somebody else began, at its end. */
  const firstRun = async (flow: string) => {
    const { id } = await until(async () => (await api.runsOf(flow)).at(-1), `a run of ${flow}`, 30_000);
    return api.ended(id);
  };
  /** A scheduled flow fires, and then rests: its first run. */
  const fired = async (flow: string) => {
    const run = await firstRun(flow);
    await api.made('POST', `/v1/flows/${flow}/schedule/pause`);
    return run;
  };
  const approval = (run: string) =>
    until(async () => (await api.made('GET', `/v1/approvals?run=${run}&status=open`)).data[0], 'an approval', 30_000);
  const rows = async (table: string) =>
    (await api.made('GET', `/v1/data-tables/${table}/rows?limit=100`)).data.map(
      ({ values }: { values: unknown }) => values,
    );
  const put = (table: string, values: Json) => api.made('POST', `/v1/data-tables/${table}/rows`, { values });
  const mailTo = (address: string) => mail.received.filter(({ to }) => to.includes(address)).map((one) => one.mail);
  const close = () => Promise.all([mail.close(), telegram.stop(), world.close(), model.stop()]);
  return {
    api,
    telegram,
    token,
    world,
    model,
    connections,
    use,
    call,
    firstRun,
    fired,
    approval,
    rows,
    put,
    mailTo,
    close,
  };
}
