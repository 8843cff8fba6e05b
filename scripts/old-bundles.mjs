// What was made of sources that have changed since is worth nothing, but to a process that still runs from it.
import { accessSync, constants, existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from './install.mjs';

const KEPT = 2;
/** Somebody may have found it a moment ago and not begun to run. */
const FRESH_MS = 10 * 60_000;
const USED_BY = 'used-by-';

/** Processes that run from a bundle. The code of workflows is one file, read whole at the start. */
const usersOf = (place) =>
  statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((name) => name.startsWith(USED_BY))
        .map((name) => Number(name.slice(USED_BY.length)))
    : [];

/** This process runs from a bundle, and may load parts of it later. */
export function useBundle(folder) {
  const now = new Date();
  try {
    accessSync(folder, constants.W_OK);
    for (const pid of usersOf(folder)) if (!isAlive(pid)) rmSync(path.join(folder, USED_BY + pid), { force: true });
    writeFileSync(path.join(folder, USED_BY + process.pid), '');
    utimesSync(folder, now, now);
  } catch (error) {
    // In an image nobody may write, and nothing is dropped.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
}

/** Of each kind the two that were used last stay, and those that a process runs from. */
export function dropOldBundles(cache, nowMs = Date.now()) {
  if (!existsSync(cache)) return;
  for (const kind of ['server-', 'workflows-']) {
    const places = readdirSync(cache)
      .filter((name) => name.startsWith(kind))
      .map((name) => ({ place: path.join(cache, name), atMs: statSync(path.join(cache, name)).mtimeMs }))
      .sort((a, b) => b.atMs - a.atMs);
    for (const { place, atMs } of places.slice(KEPT))
      if (nowMs - atMs > FRESH_MS && !usersOf(place).some(isAlive)) rmSync(place, { recursive: true, force: true });
  }
}
