import type { Reads } from '../expressions/ast.ts';
import { isNodeRoot } from '../expressions/reads.ts';
import type { Scope } from '../expressions/scope.ts';
import { parseConfig, readsOfConfig } from '../expressions/template.ts';
import type { Json, JsonObject } from '../json.ts';

/** What `poll.until` reads beside `output`, by root: `{ steps: { a: … }, vars: { n: … }, trigger: … }`. */
export type PollNames = JsonObject;

/**
 * Reads what `until` needs beside the answer. The answers come while the machine is not there to be asked, so all looks of a
 * poll share what stood when its node started, as its attempts share their config. null where it reads `output` alone.
 */
export function pollNames(until: string): (scope: Scope) => PollNames | null {
  const reads = readsOfConfig(parseConfig(until));
  return (scope) => {
    const found = { ...ofNodes(reads, scope), ...ofRoots(reads, scope) };
    return Object.keys(found).length === 0 ? null : found;
  };
}

function ofNodes({ steps, ports, errors }: Reads, { member }: Scope): JsonObject {
  const lists = { steps, port: ports, errors } as const;
  const found: JsonObject = {};
  for (const [root, ids] of Object.entries(lists)) {
    if (!isNodeRoot(root) || ids.length === 0) continue;
    found[root] = Object.fromEntries(ids.map((id) => [id, member(root, id)]));
  }
  return found;
}

function ofRoots({ names, vars, error }: Reads, { name }: Scope): JsonObject {
  const found: JsonObject = {};
  for (const one of [...names, ...(error ? ['error'] : [])]) {
    const value = one === 'output' ? undefined : name(one);
    if (value !== undefined) found[one] = value;
  }
  const all = vars.length === 0 ? undefined : name('vars');
  if (all !== undefined) found.vars = vars === 'all' ? all : only(all as JsonObject, vars);
  return found;
}

const only = (all: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name): [string, Json] => [name, all[name] ?? null]));
