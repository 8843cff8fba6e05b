import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json, JsonSchema, Text } from '#flow/json.ts';
import type { NodeGroup, NodeType } from '#flow/node-type.ts';
import type { ActionContext } from './action-context.ts';
import { fit } from './fit.ts';
import { guardSecrets } from './hide-secrets.ts';

export type { ActionContext, ActionServices } from './action-context.ts';

/** What all actions say of themselves, as data. */
interface ActionFacts {
  /** `<connector>.<action>`: forever, for running workflows name it; alias, do not rename. */
  id: string;
  version: number;
  /** `core` only for what the language itself names (`code`); its node type is then declared by `flow/`. */
  kind?: 'core';
  title: Text;
  description: Text;
  group: NodeGroup;
  /** Tabler icon, kebab-case. */
  icon: string;
  /** What a repeat would do: `none`, `read` nothing; `keyed` counts once a key; `unsafe` may double. */
  effect: NodeType['effect'];
  /** Of one attempt, ISO 8601; PT30S where it says none. */
  timeout?: string;
  connection?: NodeType['connection'];
  literal?: string[];
  /** Works for the tenant that a run of the product's own flows is about. Tenants' flows know no such type. */
  subject?: true;
}

export interface ActionDeclaration<C extends z.ZodType, O extends z.ZodType> extends ActionFacts {
  /** Of the config after its expressions were read. */
  config: C;
  /** None: the run holds the answer to the node's own `outputSchema`. */
  output?: O;
  /** What `simulate` gives in place of a call. */
  example: z.input<O>;
  run: (config: z.output<C>, context: ActionContext) => Promise<z.input<O>>;
}

/** An action with its schemas put around it: what does not fit going in or coming out never passes. */
export interface Action extends ActionFacts {
  config: z.ZodType;
  output: z.ZodType | null;
  example: Json;
  /** Fails with `bad_config` before anything happened, with `bad_output` when the answer does not fit, else as the action does. */
  run: (config: Json, context: ActionContext) => Promise<Json>;
}

export const action = <C extends z.ZodType, O extends z.ZodType>(declaration: ActionDeclaration<C, O>): Action => {
  const { config, output, example, run, ...facts } = declaration;
  return {
    ...facts,
    config,
    output: output ?? null,
    // Erasure: output schemas describe JSON, which the contract test holds them to.
    example: example as Json,
    run: async (value, context) => {
      needsConnection(facts, context);
      needsSubject(facts, context);
      const guard = guardSecrets(context);
      try {
        const answer = await run(fit(config, withoutNulls(config, value), 'bad_config'), guard.context);
        return guard.hide((output ? fit(output, answer, 'bad_output') : answer) as Json);
      } catch (error) {
        throw guard.hidden(error);
      }
    },
  };
};

const needsConnection = ({ id, connection }: ActionFacts, context: ActionContext): void => {
  if (context.connection === null) {
    if (connection?.required)
      throw failure('missing_connection', `${id} precisa de uma conexão.`, `${id} needs a connection.`);
    return;
  }
  const { connector } = context.connection;
  if (!connection?.connectors.includes(connector))
    throw failure(
      'missing_connection',
      `${id} não usa conexões do tipo "${connector}".`,
      `${id} takes no connection of the kind "${connector}".`,
    );
};

/** Whoever may see the subject is decided where the context is made: no flow of a tenant's comes past this. */
const needsSubject = ({ id, subject }: ActionFacts, context: ActionContext): void => {
  if (subject && !context.subject)
    throw failure(
      'no_subject',
      `${id} só vale nos fluxos do próprio produto.`,
      `${id} is for the product’s own flows alone.`,
    );
};

/** An expression that finds nothing gives null; for a field that may be left out, that is leaving it out. */
const withoutNulls = (schema: z.ZodType, value: Json): Json => {
  if (!(schema instanceof z.ZodObject) || value === null || typeof value !== 'object' || Array.isArray(value))
    return value;
  const kept = Object.entries(value).filter(([key, one]) => one !== null || !isOptional(schema, key));
  return Object.fromEntries(kept);
};

const isOptional = (schema: z.ZodObject, key: string): boolean => {
  const field = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
  return field !== undefined && field.safeParse(undefined).success && !field.safeParse(null).success;
};

/** The action as the catalogue tells of it: plain JSON, no function. */
export const toNodeType = (one: Action): NodeType => ({
  type: one.id,
  version: one.version,
  kind: one.kind ?? 'action',
  group: one.group,
  icon: one.icon,
  title: one.title,
  description: one.description,
  config: jsonSchemaOf(one.config, 'input'),
  ...(one.literal && { literal: one.literal }),
  ...(one.output && { output: jsonSchemaOf(one.output, 'output') }),
  ports: ['out'],
  timeout: one.timeout ?? 'PT30S',
  effect: one.effect,
  ...(one.connection && { connection: one.connection }),
  example: one.example,
  ...(one.subject && { subject: one.subject }),
});

/** `input`: as it is written, fields with defaults may be left out. `output`: as it comes out. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
};
