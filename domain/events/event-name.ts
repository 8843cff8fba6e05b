import { failure } from '#flow/errors.ts';

/** Names that only the product may send: its own, and those of connectors' verified webhooks (`flow-language` §7). */
export const isReservedName = (name: string, connectors: ReadonlySet<string>): boolean =>
  name === 'trigger' ||
  name === 'trama' ||
  name.startsWith('trama.') ||
  (connectors.has(name.split('.')[0] ?? '') && name.includes('.'));

/** @throws `forbidden` for a name that a caller may not use. */
export const checkPublicName = (name: string, connectors: ReadonlySet<string>): void => {
  if (isReservedName(name, connectors))
    throw failure(
      'forbidden',
      `O nome de evento ${name} é do produto ou de um conector`,
      `The event name ${name} belongs to the product or to a connector`,
    );
};
