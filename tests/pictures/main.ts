import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { card } from '../browser/drawing.ts';
import { Studio } from '../builder-figures/studio.ts';
import { startS3 } from '../simulators/s3-server.ts';
import { LOOKS, settled } from './looks.ts';
import { exportDaily, type Office, openOffice } from './office.ts';
import { furnish, type Shop } from './shop.ts';

// `npm run pictures -- --only=home,run --into=docs/images/pages`: each page in light, dark and on a phone.
const given = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const into = given('into') ?? 'docs/images/pages';

/** Of a name and an address; a picture shows what is there once the page is at rest. */
const pagesOf = (shop: Shop, office: Office): Record<string, string> => ({
  home: '/home',
  flows: '/flows',
  editor: `/flows/${shop.order}`,
  runs: '/runs',
  'run-waiting': `/runs/${shop.waitingRun}`,
  'run-loop': `/runs/${shop.loopRun}`,
  'run-failed': `/runs/${shop.failedRun}`,
  approvals: '/approvals',
  conversations: '/conversations',
  events: '/events',
  tables: '/data',
  table: `/data/${shop.table}`,
  connections: '/connections',
  templates: '/templates',
  template: '/templates/order-alert',
  welcome: '/welcome',
  ai: '/ai',
  settings: '/settings',
  people: '/settings/people',
  data: '/settings/data',
  audit: '/settings/audit',
  developers: '/developers',
  calls: '/developers/calls',
  webhook: `/developers/webhooks/${office.endpoint}`,
  profile: '/account',
});

/** What somebody sees who is not in yet. */
async function takeSignIn(look: string, options: BrowserContextOptions): Promise<void> {
  const context = await studio.browser.newContext({ locale: 'pt-BR', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(studio.demo.url);
  await page.getByRole('button', { name: 'Entrar', exact: true }).waitFor();
  await settled(page);
  await page.screenshot({ path: path.join(into, `sign-in-${look}.png`) });
  await context.close();
}

/** Those of the README: a card that is chosen in the editor, and in a run that waits. */
async function takeFirstLooks(page: Page, pages: Record<string, string>): Promise<void> {
  for (const [name, at, chosen] of [
    ['builder', pages.editor, 'Somar os itens'],
    ['run', pages['run-waiting'], 'Aprovação do dono'],
  ] as const) {
    await page.goto(studio.demo.url + at);
    await card(page, chosen).click();
    await settled(page);
    await page.screenshot({ path: path.join(into, '..', `${name}.png`) });
  }
}

const erp = createServer((request, response) => {
  response.writeHead(request.url?.startsWith('/pedidos') ? 200 : 404, { 'content-type': 'application/json' });
  response.end('{"recebido":true}');
});
await new Promise<void>((done) => erp.listen(0, '127.0.0.1', done));
const { port } = erp.address() as AddressInfo;

const account = { bucket: 'auditoria-da-oficina', region: 'sa-east-1', key: 'CHAVE', secret: 'segredo' };
const s3 = await startS3(account);
const studio = await Studio.open({ TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1' });
try {
  const server = `http://127.0.0.1:${port}`;
  // Endpoints first: they are told of what the shop does.
  const office = await openOffice(studio, server);
  const pages = pagesOf(await furnish(studio, server), office);
  await exportDaily(studio, s3.url, account);
  const only = given('only')?.split(',') ?? ['sign-in', ...Object.keys(pages)];
  mkdirSync(into, { recursive: true });
  for (const [look, options] of Object.entries(LOOKS)) {
    if (only.includes('sign-in')) await takeSignIn(look, options);
    const page = await studio.signedIn({ ...options, reducedMotion: 'reduce' });
    for (const name of only.filter((one) => one in pages)) {
      await page.goto(studio.demo.url + pages[name]);
      await settled(page);
      await page.screenshot({ path: path.join(into, `${name}-${look}.png`) });
    }
    if (look === 'light' && !given('only')) await takeFirstLooks(page, pages);
    await page.context().close();
  }
} finally {
  await studio.close();
  erp.close();
  await s3.close();
}
