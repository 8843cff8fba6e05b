import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes that each part of the product holds: proportional sizes, so that shared pages count once. */
export interface Memory {
  node: number;
  temporal: number;
  postgres: number;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const megabytesOf = (pid: string): number =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;

const partOf = (pid: string): keyof Memory => {
  const name = read(`/proc/${pid}/comm`).trim();
  if (name.startsWith('temporal')) return 'temporal';
  return name.startsWith('postgres') ? 'postgres' : 'node';
};

/** Of the processes that were started with this data folder, and of theirs: PostgreSQL's hide what they were started with. */
export function memoryOf(data: string): Memory {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const ours = new Set(
    pids.filter((pid) => read(`/proc/${pid}/environ`).includes(data) || read(`/proc/${pid}/cmdline`).includes(data)),
  );
  const memory: Memory = { node: 0, temporal: 0, postgres: 0 };
  for (const pid of pids) if (ours.has(pid) || ours.has(parentOf(pid))) memory[partOf(pid)] += megabytesOf(pid);
  return memory;
}

const parentOf = (pid: string): string => /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '';

export const shown = ({ node, temporal, postgres }: Memory): string =>
  `node ${node.toFixed(0)} MB, temporal ${temporal.toFixed(0)} MB, postgres ${postgres.toFixed(0)} MB`;
