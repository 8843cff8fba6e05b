import { OAuth2Server } from 'oauth2-mock-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
const server = new OAuth2Server();
let page: Page;
let provider: string;

beforeAll(async () => {
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  provider = `http://127.0.0.1:${server.address().port}`;
  server.service.on('beforeUserinfo', (response) => {
    response.body = { sub: '1', email: 'ana@example.com' };
  });
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});
afterAll(() => server.stop());

const connect = async (name: string): Promise<void> => {
  const answer = await fetch(`${here.demo.url}/v1/connections`, {
    method: 'POST',
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ connector: 'http', name, auth: 'oauth2', grant: 'authorization_code', hosts: [provider.slice(7)] },
      ...{ authorizeUrl: `${provider}/authorize`, tokenUrl: `${provider}/token`, accountUrl: `${provider}/userinfo` },
      ...{ clientId: 'loja', clientSecret: 's3gredo', scope: 'openid' },
    }),
  });
  expect(answer.status, await answer.text()).toBe(201);
};

test('a person signs in at a provider in a window of its own, and where none opens in this one; the row says who is connected', async () => {
  await connect('Planilhas da loja');
  await page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Conexões' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Planilhas da loja' });
  await row.getByText('falta entrar com uma conta').waitFor();
  const opening = page.waitForEvent('popup');
  await row.getByRole('button', { name: 'Entrar com a conta' }).click();
  const popup = await opening;
  await popup.getByRole('heading', { name: 'Conectado: Planilhas da loja' }).waitFor();
  expect(new URL(popup.url()).pathname).toBe('/oauth/callback');
  await popup.close();
  await row.getByText('conectada como ana@example.com').waitFor();

  await page.evaluate(() => {
    window.open = () => null;
  });
  await row.getByRole('button', { name: 'Entrar de novo' }).click();
  await page.getByText('Entrou como ana@example.com').waitFor();
  await page.getByRole('link', { name: 'Voltar às conexões' }).click();
  await row.getByText('conectada como ana@example.com').waitFor();
});

test('a known provider fills the form in, and says what has to be registered there', async () => {
  await page.getByRole('button', { name: 'Nova conexão' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Acesso HTTP').click();
  await dialog.getByLabel('Provedor').click();
  await page.getByRole('option', { name: 'GitHub' }).click();
  await dialog.getByText(`${here.demo.url}/oauth/callback`).waitFor();
  const tokens = dialog.getByRole('textbox', { name: /^Endereço dos tokens/ });
  await expect
    .poll(() => tokens.evaluate((one) => (one as HTMLInputElement).value ?? one.textContent))
    .toContain('https://github.com/login/oauth/access_token');
  await page.keyboard.press('Escape');
});
