import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { polling } from '#flow/import/fixtures/node-red.ts';
import { copied, hardToSay } from '#flow/import/fixtures/others.ts';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

/** What a browser does when somebody pastes on the canvas. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** Somebody signed in who has pasted that workflow into the dialog of the list. */
async function importing(workflow: unknown): Promise<{ page: Page; dialog: Locator }> {
  const page = await here.browser.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
  await page.getByRole('button', { name: 'Importar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Importar um fluxo' });
  await dialog.getByRole('textbox', { name: 'JSON' }).fill(JSON.stringify(workflow));
  return { page, dialog };
}

test('a workflow of n8n is pasted, its report is read and leads to a step, and more is pasted on the canvas', async () => {
  const { page, dialog } = await importing(hardToSay);
  await dialog.getByText('4 sem par').waitFor();
  await dialog.getByText('O código é Python').waitFor();
  await dialog.getByRole('button', { name: 'Importar' }).click();

  const report = page.getByRole('dialog', { name: 'O que veio do n8n' });
  await report.getByRole('button', { name: 'Python', exact: true }).click();
  await report.waitFor({ state: 'detached' });
  await card(page, 'Python').waitFor();
  expect(await page.getByRole('textbox', { name: 'Rótulo' }).inputValue()).toBe('Python');

  await paste(page, JSON.stringify(copied));
  await report.getByText('2 iguais').waitFor();
  await page.keyboard.press('Escape');
  await card(page, 'Wait').waitFor();
});

test('of the tabs of Node-RED one is chosen, and becomes a flow', async () => {
  const { page, dialog } = await importing(polling);
  await dialog.getByText('1 sem par').waitFor();
  await dialog.getByRole('combobox', { name: 'Fluxo do documento' }).click();
  await page.getByRole('option', { name: 'Other' }).click();
  await dialog.getByText('0 sem par').waitFor();
  await dialog.getByRole('button', { name: 'Importar' }).click();
  await page.getByRole('dialog', { name: 'O que veio do Node-RED' }).getByText('2 iguais').waitFor();
});
