import { homedir } from 'node:os';
import path from 'node:path';
import type { Locale } from '../../flow/json.ts';

/** What the surroundings of the process say. */
export interface Env {
  locale: Locale;
  /** Where credentials are kept. */
  configFolder: string;
  /** `TRAMA_ENV`: the environment where none is named. */
  environment: string | undefined;
  /** No colours, whatever the terminal can. */
  plain: boolean;
  /** A key for an environment: `TRAMA_API_KEY_PRODUCTION`, else `TRAMA_API_KEY` where that may count. */
  keyOf(environment: string | null, shared: boolean): string | undefined;
}

const variable = (environment: string): string =>
  `TRAMA_API_KEY_${environment.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

/** The one place that reads the environment of the process. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env => {
  const given = (name: string): string | undefined => source[name]?.trim() || undefined;
  const language = given('LC_ALL') ?? given('LC_MESSAGES') ?? given('LANG') ?? '';
  const home = process.platform === 'win32' ? (given('APPDATA') ?? homedir()) : path.join(homedir(), '.config');
  return {
    locale: /^pt/i.test(language) ? 'pt-BR' : 'en',
    configFolder: path.join(given('XDG_CONFIG_HOME') ?? home, 'trama'),
    environment: given('TRAMA_ENV'),
    plain: given('NO_COLOR') !== undefined || given('TERM') === 'dumb',
    keyOf: (environment, shared) =>
      (environment === null ? undefined : given(variable(environment))) ??
      (shared ? given('TRAMA_API_KEY') : undefined),
  };
};

/** For a program that we call: it finds its own settings, proxies and helpers for credentials there. */
export const surroundings = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...more,
});
