import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second (USER_HZ) on every platform that Node runs on. */
const TICK_MS = 10;

/** The fields of /proc/<pid>/stat from the third on (proc_pid_stat(5)); the second, a name, may hold spaces and brackets. */
function statOf(pid: string): string[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Milliseconds of CPU of the living processes of a group and of what they waited for. Unlike time, it does not pass while others work. */
export const cpuMsOfGroup = (group: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((fields) => Number(fields[2]) === group)
    .flatMap((fields) => fields.slice(11, 15).map(Number))
    .reduce((sum, ticks) => sum + ticks * TICK_MS, 0);
