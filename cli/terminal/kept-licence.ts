import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Env } from './env.ts';
import { failure } from './failure.ts';

const kept = z.object({
  /** Where it is refreshed. */
  url: z.string(),
  tenant: z.string(),
  id: z.string(),
  document: z.string(),
  keys: z.object({ keys: z.array(z.object({ kid: z.string().optional(), x: z.string().optional() })) }),
  /** The latest instant that was seen with the document. */
  seen: z.object({ at: z.string(), seal: z.string() }).nullable(),
});
export type KeptLicence = z.infer<typeof kept>;

const fileOf = ({ configFolder }: Env): string => path.join(configFolder, 'licence.json');

/** The licence of this computer; undefined: there is none. @throws Failure where it cannot be read */
export const readKept = (env: Env): KeptLicence | undefined => {
  const file = fileOf(env);
  if (!existsSync(file)) return undefined;
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw failure(
      'failed',
      'bad_licence',
      `Não entendo ${file}. Apague-o e ative de novo: trama licence activate`,
      `${file} cannot be read. Delete it and activate again: trama licence activate`,
      error,
    );
  }
};

/** Whole or not at all, and for nobody else's eyes. */
export const keepLicence = (env: Env, licence: KeptLicence): void => {
  mkdirSync(env.configFolder, { recursive: true, mode: 0o700 });
  const file = fileOf(env);
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(licence, null, 2)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
};

export const forgetLicence = (env: Env): void => rmSync(fileOf(env), { force: true });
