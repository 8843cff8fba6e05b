import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu and Google put it; `npm test` installs Debian's where there is none. */
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** One without windows, where there is one: a quarter less work for the same pages. */
const SHELLS = ['/usr/bin/chromium-headless-shell', ...PROGRAMS];

const FLAGS = [
  '--no-sandbox', // as root, in containers and in CI, it starts in no other way
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--accept-lang=pt-BR', // the builder speaks the browser's language
];

/** A headless Chromium with an empty profile. `whole`: with all parts that people have, as the one that shows PDFs, and notifications. */
export async function launchChromium({ whole = false } = {}): Promise<Browser> {
  const executablePath = (whole ? PROGRAMS : SHELLS).find((file) => existsSync(file));
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium');
  if (!whole) return await chromium.launch({ executablePath, args: FLAGS });
  return await chromium.launch({ executablePath, headless: false, args: [...FLAGS, '--headless=new'] });
}
