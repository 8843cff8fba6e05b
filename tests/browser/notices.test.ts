import { afterAll, expect, test } from 'vitest';
import { mailServer, PASSWORD, USER } from '#tests/simulators/mail-server.ts';
import { testCertificate } from '#tests/simulators/test-certificate.ts';
import { signIn } from './drawing.ts';
import { ownProductInBrowser } from './product-in-browser.ts';

let mail: Awaited<ReturnType<typeof mailServer>>;
// Hooks run in turn from the last: the product is gone by then.
afterAll(() => mail?.close());
const settings = async () => {
  mail = await mailServer();
  return { TRAMA_ALLOW_PRIVATE_HOSTS: `localhost:${mail.port}` };
};
const here = ownProductInBrowser(settings, { whole: true });

const call = async (route: string, body: unknown, more: Record<string, string> = {}) => {
  const answer = await fetch(`${here.demo.url}/v1${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- erasure: looked at by path
  return { status: answer.status, body: (await answer.json()) as any };
};

/** Publishes a flow, runs it to its end, and gives the run. */
const runOf = async (nodes: unknown[], edges: unknown[], prefer = 'wait=30') => {
  const definition = { language: 'trama/1', name: 'Avisos', trigger: { type: 'api', config: {} }, nodes, edges };
  const flow = await call('/flows', { definition });
  const published = await call(`/flows/${flow.body.id}/publish`, {});
  expect([flow.status, published.status], JSON.stringify(published.body)).toEqual([201, 200]);
  const run = await call(`/flows/${flow.body.id}/runs`, { data: { id: 7 } }, { prefer });
  return run.body;
};

test('a flow writes CSV and a PDF, mails both, and tells people in the bell, which leads to the run', async () => {
  const connection = {
    connector: 'smtp',
    name: 'correio',
    host: 'localhost',
    port: mail.port,
    user: USER,
    password: PASSWORD,
  };
  const made = await call('/connections', { ...connection, from: 'Loja <loja@example.com>', ca: testCertificate.cert });
  expect([made.status, made.body.hosts]).toEqual([201, [`localhost:${mail.port}`]]);
  expect(JSON.stringify(made.body)).not.toContain(PASSWORD);
  const tried = await call(`/connections/${made.body.id}/test`, {});
  expect([tried.body.testError, mail.received.length]).toEqual([null, 0]);

  const run = await runOf(
    [
      {
        id: 'csv',
        type: 'transform.csvStringify',
        config: { rows: [{ peça: 'Vela', valor: 12.5 }], as: 'file', name: 'p.csv' },
      },
      {
        id: 'pdf',
        type: 'pdf.render',
        config: { content: [{ type: 'heading', text: 'Pedido {{ trigger.data.id }}' }] },
      },
      {
        id: 'mail',
        type: 'email.send',
        connection: 'correio',
        config: {
          to: 'ana@example.com',
          subject: 'Pedido {{ trigger.data.id }}',
          html: '<p>Segue.</p>',
          attachments: ['{{ steps.csv.file }}', '{{ steps.pdf.file }}'],
        },
      },
      {
        id: 'bell',
        type: 'notify.inApp',
        config: { to: ['owner'], title: 'Pedido {{ trigger.data.id }} enviado', level: 'success' },
      },
      { id: 'phone', type: 'notify.push', config: { to: 'all', title: 'x' } },
    ],
    [
      { from: 'trigger', to: 'csv' },
      { from: 'csv', to: 'pdf' },
      { from: 'pdf', to: 'mail' },
      { from: 'mail', to: 'bell' },
      { from: 'bell', to: 'phone' },
    ],
  );
  expect(run, JSON.stringify(run.error)).toMatchObject({
    status: 'succeeded',
    output: { sent: 0, removed: 0, failed: 0 },
  });
  expect(
    mail.received.map(({ mail: { subject, attachments } }) => [subject, attachments.map((one) => one.filename)]),
  ).toEqual([['Pedido 7', ['p.csv', 'documento.pdf']]]);

  const page = await here.browser.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
  await page.getByRole('button', { name: 'Avisos, 1 novo' }).click();
  await page.getByText('Pedido 7 enviado').click();
  await page.waitForURL(`**/runs/${run.id}`);
  await page.goto(here.demo.url);
  await page.getByRole('button', { name: 'Avisos', exact: true }).waitFor();
  await page.close();
});

test('an approval reaches a person by mail, with a link that shows its page; no trace knows it', async () => {
  const config = {
    title: 'Trocar a peça?',
    via: [{ channel: 'email', to: 'ana@example.com' }],
    message: 'Decida: {{ approval.url }}',
  };
  const { id } = await runOf([{ id: 'ok', type: 'approval', config }], [{ from: 'trigger', to: 'ok' }], 'wait=1');
  await expect.poll(() => mail.received.at(-1)?.mail.subject, { timeout: 10_000 }).toBe('Trocar a peça?');
  const [, address = ''] = /Decida: (\S+)/.exec(mail.received.at(-1)?.mail.text ?? '') ?? [];
  const page = await here.browser.newPage();
  await page.goto(address);
  await page.getByText('Trocar a peça?').first().waitFor();
  const trace = await fetch(`${here.demo.url}/v1/runs/${id}/trace`, {
    headers: { authorization: `Bearer ${here.demo.apiKey}` },
  });
  const text = await trace.text();
  expect(text).toContain('Decida: (link)');
  expect([text.includes('APPROVAL_URL'), text.includes(address)]).toEqual([false, false]);
  await page.close();
});

test('the worker shows a push message, with where it leads', async () => {
  const context = await here.browser.newContext({ permissions: ['notifications'] });
  const page = await context.newPage();
  await page.goto(here.demo.url);
  const session = await context.newCDPSession(page);
  const registered = new Promise<string>((done) => {
    session.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations: [first] }) => first && done(first.registrationId),
    );
  });
  await session.send('ServiceWorker.enable');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
  });
  const data = JSON.stringify({ title: 'Pedido pago', body: 'R$ 10', link: '/approvals', tag: 't' });
  const registrationId = await registered;
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    });
  // The browser drops what comes while the worker is being activated, and tells nobody: as a push service does, it is
  // sent until it is there. The tag makes one notification of all.
  const sendAndLook = async () => {
    await session.send('ServiceWorker.deliverPushMessage', { origin: here.demo.url, registrationId, data });
    return shown();
  };
  await expect
    .poll(sendAndLook, { timeout: 10_000, interval: 500 })
    .toEqual([{ title: 'Pedido pago', body: 'R$ 10', tag: 't', data: { link: '/approvals' } }]);
  await context.close();
});
