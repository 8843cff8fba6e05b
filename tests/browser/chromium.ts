import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu and Google put it; `npm test` installs Debian's where there is none. */
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

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

/** A headless Chromium with an empty profile. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = PROGRAMS.find((file) => existsSync(file));
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium');
  return await chromium.launch({ executablePath, args: FLAGS });
}
