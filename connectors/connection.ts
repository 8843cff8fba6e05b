import { z } from 'zod';
import type { JsonObject, JsonSchema, Text } from '#flow/json.ts';
import { jsonSchemaOf } from './action.ts';

/** What an API caller sent, taken apart: what may be read back, what is encrypted, and where the secret may go. */
export interface ConnectionInput {
  connector: string;
  name: string;
  config: JsonObject;
  secret: JsonObject;
  hosts: string[];
}

interface ConnectionDeclaration<S extends z.ZodObject> {
  connector: string;
  title: Text;
  description: Text;
  icon: string;
  /** One or more shapes of the body's fields beside `connector` and `name`. */
  fields: S | readonly S[];
  /** Names of the fields that are encrypted and never read back. */
  secret: readonly string[];
  /** The hosts that every connection of the kind has; none: the body's `hosts`, or nowhere. */
  hosts?: readonly string[];
}

/** A kind of connection: what it holds, what of it is secret. */
export interface ConnectionType {
  connector: string;
  title: Text;
  description: Text;
  icon: string;
  secret: readonly string[];
  hosts: readonly string[] | null;
  /** Of the body's fields beside `connector` and `name`. */
  schema: z.ZodType<JsonObject>;
}

export const connectionType = <S extends z.ZodObject>(declaration: ConnectionDeclaration<S>): ConnectionType => {
  const { fields, hosts, ...facts } = declaration;
  const shapes: readonly z.ZodObject[] = Array.isArray(fields) ? fields : [fields as S];
  const schema = shapes.length === 1 ? shapes[0] : z.union(shapes as [z.ZodObject, ...z.ZodObject[]]);
  // Erasure: the shapes hold strings, numbers and lists of them, which is JSON.
  return { ...facts, hosts: hosts ?? null, schema: schema as unknown as z.ZodType<JsonObject> };
};

/** For the builder's form, and for agents. */
export const connectionSchema = (type: ConnectionType): JsonSchema => jsonSchemaOf(type.schema, 'input');
