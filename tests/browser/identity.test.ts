import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OAuth2Server } from 'oauth2-mock-server';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { formatId } from '#domain/ids.ts';
import { databaseOf } from '#scripts/database-of.ts';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
let context: BrowserContext;
let page: Page;

const open = async (): Promise<Page> => {
  context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  const opened = await context.newPage();
  opened.setDefaultTimeout(20_000);
  return opened;
};

beforeAll(async () => {
  page = await open();
  await signIn(page, here.demo);
});

const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const one of contexts.splice(0)) await one.close();
});
/** Somebody who comes in a browser that nobody knows. */
const elsewhere = async (): Promise<Page> => {
  const opened = await open();
  contexts.push(context);
  await opened.goto(`${here.demo.url}/flows`);
  return opened;
};
const asked = async (where: Page) => {
  await where.getByLabel('E-mail').fill(here.demo.email);
  await where.getByRole('textbox', { name: /^Senha/ }).fill(here.demo.password);
  await where.getByRole('button', { name: 'Entrar', exact: true }).click();
};
const isIn = (where: Page) => where.getByRole('heading', { name: 'Fluxos' }).waitFor();

/** RFC 6238, of a secret in base 32. A code is good once: whoever needs two in half a minute shows the next one, too. */
function codeOf(secret: string, later = 0): string {
  const bits = Array.from(secret, (c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'));
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The link of the newest letter to the shop's owner: without a mail server letters lie in a folder. */
const linkOfLetter = (): string | null => {
  const folder = path.join(inject('data'), 'mail');
  const letters = readdirSync(folder).toSorted().toReversed();
  const texts = letters.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return texts.find((text) => text.includes(`To: ${here.demo.email}`))?.match(/https?:\S+#\S+/)?.[0] ?? null;
};

/** As the record of a domain that nobody has would. */
const proveDomain = async (domain: string): Promise<void> => {
  const database = await databaseOf(inject('data'));
  try {
    const [row] = await database.admin.sql<{ id: string }>`select id from tenants where slug = ${here.demo.tenant}`;
    await database.withTenant(
      formatId('ten', row?.id ?? ''),
      (db) => db.sql`
        insert into verified_domains (tenant_id, domain, token, verified_at) values (${db.tenant}, ${domain}, 't', now())`,
    );
  } finally {
    await database.close();
  }
};

test('a link in a mail opens the account by a click on its page, and once', async () => {
  const other = await elsewhere();
  await other.getByLabel('E-mail').fill(here.demo.email);
  await other.getByRole('button', { name: 'Receber um link para entrar' }).click();
  await other.getByRole('heading', { name: 'Veja o seu e-mail' }).waitFor();
  const link = await expect
    .poll(linkOfLetter)
    .toMatch(/sign-in-link#/)
    .then(linkOfLetter);
  const place = new URL(link ?? '');
  await other.goto(`${here.demo.url}${place.pathname}${place.hash}`);
  await other.getByRole('button', { name: 'Entrar agora' }).click();
  await other.getByRole('navigation', { name: 'Menu principal' }).waitFor();
  const third = await elsewhere();
  await third.goto(`${here.demo.url}${place.pathname}${place.hash}`);
  await third.getByRole('button', { name: 'Entrar agora' }).click();
  await third.getByText('Este link não vale mais').waitFor();
});

test('two steps are turned on with an app, and asked for at the next sign-in; a session elsewhere is ended', async () => {
  const other = await elsewhere();
  await asked(other);
  await isIn(other);
  await page.getByRole('button', { name: /^Seu perfil/ }).click();
  await page.getByRole('menuitem', { name: 'Seu perfil' }).click();
  await page.getByRole('button', { name: 'Ligar duas etapas' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Confirme a sua senha/ }).fill(here.demo.password);
  await dialog.getByRole('button', { name: 'Continuar' }).click();
  await dialog.getByRole('img', { name: /^Código QR/ }).waitFor();
  const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await dialog.getByLabel('Código que o aplicativo mostra').fill(codeOf(secret));
  await dialog.getByRole('button', { name: 'Confirmar' }).click();
  // The list comes with the answer: to read it does not wait for it.
  const recovery = (await dialog.getByRole('listitem').first().textContent()) ?? '';
  await dialog.getByLabel('Guardei os códigos').check();
  await dialog.getByRole('button', { name: 'Pronto' }).click();
  await page.getByText('Ligadas', { exact: true }).waitFor();

  const sessions = page.getByRole('region', { name: 'Onde você está conectado' });
  await sessions.getByRole('button', { name: 'Encerrar todas as outras' }).click();
  await dialog.getByRole('button', { name: 'Encerrar todas as outras' }).click();
  await expect.poll(() => sessions.getByRole('listitem').count()).toBe(1);
  await other.reload();
  await asked(other);
  await other.getByRole('heading', { name: 'Confirme que é você' }).waitFor();
  await other.getByLabel('Código').fill(codeOf(secret, 1));
  await isIn(other);

  const third = await elsewhere();
  await asked(third);
  await third.getByRole('button', { name: /Use um código de recuperação/ }).click();
  await third.getByLabel('Código de recuperação').fill(recovery);
  await third.getByRole('button', { name: 'Confirmar' }).click();
  await isIn(third);
});

test('a passkey is made in the account, and opens it without password or code', async () => {
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${here.demo.url}/account`);
  await page.getByRole('button', { name: 'Criar chave neste aparelho' }).click();
  await page.getByRole('dialog').getByLabel('Nome da chave').fill('notebook da loja');
  await page.getByRole('dialog').getByRole('button', { name: 'Criar' }).click();
  const keys = page.getByRole('region', { name: 'Chaves de acesso' });
  await keys.getByText('notebook da loja').waitFor();
  await page.getByRole('button', { name: /^Seu perfil/ }).click();
  await page.getByRole('menuitem', { name: 'Sair' }).click();
  await page.getByRole('button', { name: 'Entrar com chave de acesso' }).click();
  await keys.getByText('notebook da loja').waitFor();
  await keys.getByRole('button', { name: 'Apagar: notebook da loja' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apagar' }).click();
  await keys.getByText('Nenhuma ainda.').waitFor();
});

test('single sign-on is set up, tried out and switched on; whoever writes an address of the company comes in by it', async () => {
  const provider = new OAuth2Server();
  await provider.issuer.keys.generate('RS256');
  await provider.start(0, '127.0.0.1');
  provider.issuer.url = `http://127.0.0.1:${provider.address().port}`;
  const domain = `${here.demo.tenant}.example`;
  const email = `bia@${domain}`;
  provider.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) =>
    Object.assign(token.payload, { aud: 'trama', sub: 'bia', email, email_verified: true, name: 'Bia' }),
  );
  await proveDomain(domain);
  try {
    await page.goto(`${here.demo.url}/settings/access`);
    await page.getByLabel(`Papel de quem chega por ${domain}`).selectOption('Leitura');
    const part = page.getByRole('region', { name: 'Login único' });
    await part.getByLabel('Emissor').fill(provider.issuer.url);
    await part.getByLabel('ID do cliente').fill('trama');
    await part.getByRole('textbox', { name: /^Segredo do cliente/ }).fill('s');
    await part.getByRole('button', { name: 'Salvar provedor' }).click();
    await part.getByRole('button', { name: 'Testar agora' }).click();
    await part.getByText(`O teste funcionou: ${email}`).waitFor();
    await part.getByRole('switch', { name: 'Ligado' }).click({ force: true });
    await page.getByText('Login único ligado').waitFor();

    const other = await elsewhere();
    await other.getByLabel('E-mail').fill(email);
    await other.getByLabel('E-mail').press('Tab');
    await other.getByRole('button', { name: 'Entrar pelo login único' }).click();
    await isIn(other);
    // Whoever begins at the provider is asked by a page of ours first.
    const name = await page.evaluate(() => fetch('/v1/sso').then(async (answer) => (await answer.json()).provider.id));
    const portal = await elsewhere();
    await portal.goto(`${here.demo.url}/sign-in-elsewhere?sso=${name}`);
    await portal.getByRole('button', { name: 'Continuar para o provedor' }).click();
    await portal.waitForURL('**/home');
  } finally {
    await provider.stop();
  }
});

test('whoever has to come in by single sign-on stays where they are when there is no way', async () => {
  await page.route('**/v1/me', async (asked) => {
    const response = await asked.fetch();
    const barred = { code: 'sso_required', detail: 'Esta conta pede o login único.' };
    await asked.fulfill({ response, json: { ...(await response.json()), barred } });
  });
  await page.route('**/v1/session/sso', (asked) => asked.fulfill({ status: 500, json: {} }), { times: 1 });
  await page.goto(`${here.demo.url}/home`);
  const way = page.getByRole('button', { name: 'Entrar pelo login único' });
  await way.click();
  await page.getByRole('alert').waitFor();
  await way.click();
  await page.getByText('não vale para o seu e-mail').waitFor();
  expect(await way.isVisible()).toBe(true);
});
