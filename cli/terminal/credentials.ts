import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Env } from './env.ts';
import { failure } from './failure.ts';

/** By address, then by the slug of a tenant. */
const kept = z.record(z.string(), z.record(z.string(), z.string()));
type Kept = z.infer<typeof kept>;

const fileOf = ({ configFolder }: Env): string => path.join(configFolder, 'credentials.json');

const read = (env: Env): Kept => {
  const file = fileOf(env);
  if (!existsSync(file)) return {};
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Never with what stands in it.
    throw failure(
      'failed',
      'bad_credentials',
      `Não entendo ${file}. Apague-o e entre de novo: trama login`,
      `${file} cannot be read. Delete it and sign in again: trama login`,
      error,
    );
  }
};

/** Whole or not at all, and for nobody else's eyes. */
const write = (env: Env, all: Kept): void => {
  mkdirSync(env.configFolder, { recursive: true, mode: 0o700 });
  const file = fileOf(env);
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
};

export const keptKey = (env: Env, url: string, tenant: string): string | undefined => read(env)[url]?.[tenant];

/** The tenants that somebody signed in to at an address. */
export const keptTenants = (env: Env, url: string): string[] => Object.keys(read(env)[url] ?? {});

export const keepKey = (env: Env, url: string, tenant: string, key: string): string => {
  const all = read(env);
  write(env, { ...all, [url]: { ...all[url], [tenant]: key } });
  return fileOf(env);
};

/** @returns whether there was one */
export const forgetKey = (env: Env, url: string, tenant: string): boolean => {
  const { [url]: there = {}, ...others } = read(env);
  if (there[tenant] === undefined) return false;
  const { [tenant]: _gone, ...rest } = there;
  write(env, Object.keys(rest).length > 0 ? { ...others, [url]: rest } : others);
  return true;
};
