import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SettingError } from '#config/env.ts';
import { isAlive } from './processes.ts';

/** When the kernel started a process, in its own ticks: a reused process id gives another value. '' where unknown. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22; the second field, the program's name, may hold blanks and ends at the last parenthesis.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function holderOf(file: string): number | undefined {
  try {
    const [pid = '', start = ''] = readFileSync(file, 'utf8').trim().split(' ');
    const holder = Number(pid);
    return holder !== process.pid && isAlive(holder) && startOf(holder) === start ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the data folder for this process: two sets of servers on the same files would ruin them. A holder that died,
 * however it died, holds nothing.
 * @returns what gives it back
 * @throws {SettingError} naming TRAMA_DATA where a living process holds it
 */
export function lockData(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'trama.pid');
  const line = `${process.pid} ${startOf(process.pid)}\n`;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, line, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined) throw inUse(folder, holder);
    rmSync(file, { force: true });
  }
  throw inUse(folder, 0);
}

const inUse = (folder: string, pid: number): SettingError =>
  new SettingError(
    'TRAMA_DATA',
    `${folder} está em uso pelo processo ${pid}; encerre-o ou escolha outra pasta`,
    `${folder} is in use by process ${pid}; stop it or choose another folder`,
  );
