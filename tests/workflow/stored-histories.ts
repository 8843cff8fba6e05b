import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** What a server wrote down of one execution, as it is kept in `tests/histories/<machine>/<name>.json.gz`. */
export interface StoredHistory {
  name: string;
  /** A history does not know it, and what a run does may depend on it. */
  workflowId: string;
  /** As Temporal's JSON. */
  history: unknown;
}

const FOLDER = 'tests/histories';
const ENDING = '.json.gz';

/** Numbers of the machines that have histories. */
export const recordedMachines = (): number[] =>
  readdirSync(FOLDER)
    .map(Number)
    .toSorted((a, b) => a - b);

export const namesOf = (machine: number): string[] =>
  existsSync(`${FOLDER}/${machine}`)
    ? readdirSync(`${FOLDER}/${machine}`)
        .filter((file) => file.endsWith(ENDING))
        .map((file) => file.slice(0, -ENDING.length))
    : [];

export const readHistory = (machine: number, name: string): StoredHistory => {
  const text = gunzipSync(readFileSync(`${FOLDER}/${machine}/${name}${ENDING}`)).toString();
  return { name, ...(JSON.parse(text) as Omit<StoredHistory, 'name'>) };
};

export function writeHistory(machine: number, { name, workflowId, history }: StoredHistory): void {
  mkdirSync(`${FOLDER}/${machine}`, { recursive: true });
  const packed = gzipSync(JSON.stringify({ workflowId, history }), { level: 9 });
  writeFileSync(`${FOLDER}/${machine}/${name}${ENDING}`, packed);
}
