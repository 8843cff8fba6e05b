import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Env } from './env.ts';

/** Where systems say what they are called, once for all. */
const SYSTEM = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/** What names this computer: the system's own word, else one that is made once and kept beside the credentials. */
export const machineName = ({ configFolder }: Env): string => {
  for (const file of SYSTEM) {
    const said = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    if (said.length >= 8) return said;
  }
  const own = path.join(configFolder, 'machine');
  if (!existsSync(own)) {
    mkdirSync(configFolder, { recursive: true, mode: 0o700 });
    // Of two at once the first counts.
    writeFileSync(own, `${randomUUID()}\n`, { mode: 0o600, flag: 'a' });
  }
  return readFileSync(own, 'utf8').split('\n')[0] ?? '';
};
