import { z } from 'zod';
import type { JsonObject } from '#flow/json.ts';
import type { ConnectionInput, ConnectionType } from './connection.ts';
import { failure } from './failure.ts';
import { fit } from './fit.ts';
import { httpConnection } from './http/connection.ts';
import { secretConnection } from './secret/connection.ts';
import { webhookConnection } from './webhook/connection.ts';

/** Every kind of connection. A list by hand: what is not here does not exist. */
export const connectionTypes: readonly ConnectionType[] = [httpConnection, webhookConnection, secretConnection];

const Head = z.looseObject({ connector: z.string(), name: z.string().trim().min(1).max(120) });

/**
 * The body of `POST /v1/connections` (`{ connector, name, …fields of the connector }`, flat) taken apart. Fails with
 * `invalid`, each error with its pointer; no message holds a value, for the value may be the secret.
 */
export const parseConnectionInput = (body: unknown): ConnectionInput => {
  const head = fit(Head, body, 'invalid');
  const { connector, name, ...rest } = head;
  const type = connectionTypes.find((one) => one.connector === connector);
  if (!type) {
    const errors = [{ pointer: '/connector', code: 'unknown_connector', message: 'Unknown connector.' }];
    throw failure('invalid', 'Conector desconhecido.', 'Unknown connector.', { errors });
  }
  const { hosts: named, ...fields } = fit(type.fields, rest, 'invalid');
  const [secret, config] = split(fields, (key) => type.secret.includes(key));
  return { connector, name, config, secret, hosts: [...(type.hosts ?? (named as string[] | undefined) ?? [])] };
};

const split = (object: JsonObject, isFirst: (key: string) => boolean): [JsonObject, JsonObject] => {
  const entries = Object.entries(object);
  const of = (first: boolean) => Object.fromEntries(entries.filter(([key]) => isFirst(key) === first));
  return [of(true), of(false)];
};
