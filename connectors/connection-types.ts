import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { inLocale, type JsonObject, type Locale } from '#flow/json.ts';
import { aiConnection } from './ai/connection.ts';
import type { ConnectionInput, ConnectionType } from './connection.ts';
import { smtpConnection } from './email/connection.ts';
import { fit } from './fit.ts';
import { httpConnection } from './http/connection.ts';
import { secretConnection } from './secret/connection.ts';
import { telegramConnection } from './telegram/connection.ts';
import { webhookConnection } from './webhook/connection.ts';

/** Every kind of connection. A list by hand: what is not here does not exist. */
export const connectionTypes: readonly ConnectionType[] = [
  aiConnection,
  httpConnection,
  webhookConnection,
  secretConnection,
  smtpConnection,
  telegramConnection,
];

const Head = z.looseObject({ connector: z.string(), name: z.string().trim().min(1).max(120) });

/**
 * The body of `POST /v1/connections` (`{ connector, name, …fields of the connector }`, flat) taken apart. Fails with
 * `invalid`, each error with its pointer; no message holds a value, for the value may be the secret.
 */
export const parseConnectionInput = (body: unknown, locale: Locale = 'en'): ConnectionInput => {
  const head = fit(Head, body, 'invalid', locale);
  const { connector, name, ...rest } = head;
  const type = connectionTypeOf(connector);
  if (!type) {
    const message = inLocale({ pt: 'Conector desconhecido.', en: 'Unknown connector.' }, locale);
    const errors = [{ pointer: '/connector', code: 'unknown_connector', message }];
    throw failure('invalid', 'Conector desconhecido.', 'Unknown connector.', { errors });
  }
  const { hosts: named, ...fields } = fit(type.fields, rest, 'invalid', locale);
  const [secret, config] = split(fields, (key) => type.secret.includes(key));
  const hosts = type.hosts ?? type.hostsFrom?.(fields) ?? (named as string[] | undefined) ?? [];
  return { connector, name, config, secret, hosts: [...hosts] };
};

/** The fields that a connection was made from, for a change of some of them. */
export const connectionFields = ({ connector, config, secret, hosts }: ConnectionInput): JsonObject => {
  const type = connectionTypeOf(connector);
  const asked = type?.hosts === null && type.hostsFrom === undefined;
  return { ...config, ...secret, ...(asked ? { hosts } : {}) };
};

/** The kind of a connection; undefined for one that is gone from the product. */
export const connectionTypeOf = (connector: string): ConnectionType | undefined =>
  connectionTypes.find((one) => one.connector === connector);

const split = (object: JsonObject, isFirst: (key: string) => boolean): [JsonObject, JsonObject] => {
  const entries = Object.entries(object);
  const of = (first: boolean) => Object.fromEntries(entries.filter(([key]) => isFirst(key) === first));
  return [of(true), of(false)];
};
