import { z } from 'zod';
import type { JsonObject, JsonSchema, Text } from '#flow/json.ts';
import { type ActionContext, jsonSchemaOf } from './action.ts';
import { field } from './form-field.ts';

/** What an API caller sent, taken apart: what may be read back, what is encrypted, and where the secret may go. */
export interface ConnectionInput {
  connector: string;
  name: string;
  config: JsonObject;
  secret: JsonObject;
  hosts: string[];
}

/** A kind of connection: what it holds, what of it is secret, and where the secret may go. */
export interface ConnectionType {
  connector: string;
  title: Text;
  description: Text;
  icon: string;
  /** Of the body's fields beside `connector` and `name`. */
  fields: z.ZodType<JsonObject>;
  /** Names of the fields that are encrypted and never read back. */
  secret: readonly string[];
  /** The hosts of every connection of the kind; null: those in the body's field `hosts`, or those of `hostsFrom`. */
  hosts: readonly string[] | null;
  /** Reads the hosts out of other fields, where one of them is the address: the body then has no field `hosts`. */
  hostsFrom?: (fields: JsonObject) => string[];
  /** Signs in and does nothing else; fails as an action would. None: opening the secret is all there is to try. */
  test?: (context: ActionContext) => Promise<void>;
}

/** The hosts that a secret may go to: `host` (every port) or `host:port`. A whole address is read as its host. */
export const hosts = () =>
  field(z.array(z.string().max(512).transform(hostOf)).min(1).max(20), {
    title: { pt: 'Só para estes endereços', en: 'For these hosts only' },
    help: {
      pt: 'O segredo nunca vai a outro lugar. Mudar a lista pede o segredo de novo.',
      en: 'The secret goes nowhere else. Changing the list asks for the secret again.',
    },
    widget: 'list',
    examples: ['api.example.com'],
  });

const hostOf = (text: string, context: z.RefinementCtx): string => {
  const address = text.includes('://') ? text.trim() : `https://${text.trim()}`;
  if (URL.canParse(address)) {
    const { hostname } = new URL(address);
    // URL forgets the port that belongs to its scheme; here it was meant.
    const port = /:(\d+)(?:[/?#]|$)/.exec(address.slice(address.indexOf('://') + 3))?.[1];
    if (hostname !== '') return port === undefined ? hostname : `${hostname}:${port}`;
  }
  context.addIssue({ code: 'custom', message: 'must be a host, like api.example.com' });
  return z.NEVER;
};

type ConnectionDeclaration = Omit<ConnectionType, 'fields'> & { fields: z.ZodType };

/** Erasure of the fields' own types: they hold strings and lists of strings, which is JSON. */
export const connectionType = (declaration: ConnectionDeclaration): ConnectionType => declaration as ConnectionType;

/** For the builder's form, and for agents. */
export const connectionSchema = (type: ConnectionType): JsonSchema => jsonSchemaOf(type.fields, 'input');
