import { readFileSync } from 'node:fs';
import type { ApiSettings } from '#api/deps.ts';
import type { Env } from '#config/env.ts';
import type { TemporalSettings } from '#workers/start.ts';
import type { Servers } from './servers.ts';

/** How Temporal is reached: embedded, or as the settings say. */
export function temporalOf(env: Env, servers: Servers): TemporalSettings {
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  const crt = read(env.TEMPORAL_TLS_CLIENT_CERT_PATH);
  const key = read(env.TEMPORAL_TLS_CLIENT_KEY_PATH);
  const ca = read(env.TEMPORAL_TLS_SERVER_CA_CERT_PATH);
  const secure = env.TEMPORAL_TLS ?? (env.TEMPORAL_API_KEY !== undefined || crt !== undefined || ca !== undefined);
  return {
    address: servers.temporal.address,
    namespace: env.TEMPORAL_NAMESPACE,
    ...(env.TEMPORAL_API_KEY === undefined ? {} : { apiKey: env.TEMPORAL_API_KEY }),
    ...(secure
      ? {
          tls: {
            ...(crt && key ? { clientCertPair: { crt, key } } : {}),
            ...(ca ? { serverRootCACertificate: ca } : {}),
            ...(env.TEMPORAL_TLS_SERVER_NAME ? { serverNameOverride: env.TEMPORAL_TLS_SERVER_NAME } : {}),
          },
        }
      : {}),
  };
}

/** With a Temporal of others only its operators know where its pages are. */
export const temporalPages = (env: Env): ApiSettings['temporalPages'] => {
  const url = env.TEMPORAL_UI_URL ?? (env.TEMPORAL_ADDRESS ? null : `http://localhost:${env.TRAMA_TEMPORAL_UI_PORT}`);
  return url === null ? null : { url, namespace: env.TEMPORAL_NAMESPACE };
};

/** A person reaches the embedded pages by either name. */
export const temporalUiOrigins = ({ TEMPORAL_UI_URL: given, TRAMA_TEMPORAL_UI_PORT: port }: Env): string[] =>
  given ? [new URL(given).origin] : ['localhost', '127.0.0.1'].map((host) => `http://${host}:${port}`);
