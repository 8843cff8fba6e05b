import SchemaBuilder from '@pothos/core';
import { type GraphQLSchema, valueFromASTUntyped } from 'graphql';
import { z } from 'zod';
import type { Json } from '#flow/json.ts';
import type { GraphContext, Row } from './context.ts';
import { ROOTS, type Root } from './roots.ts';

type Schema = Record<string, unknown>;
type ScalarName = 'ID' | 'String' | 'Float' | 'Boolean' | 'JSON';

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Schema =>
  z.toJSONSchema(type, { io, unrepresentable: 'any', target: 'draft-2020-12' });

/** Numbers are `Float`: `Int` ends at two thousand millions. What is no plain value is `JSON`. */
const scalarOf = (schema: Schema): { type: ScalarName; nullable: boolean } => {
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (choices) {
    const others = choices.filter(({ type }) => type !== 'null');
    const only = others.length === 1 && others[0] ? scalarOf(others[0]).type : 'JSON';
    return { type: only, nullable: others.length < choices.length || only === 'JSON' };
  }
  if (schema.type === 'string')
    return { type: String(schema.pattern ?? '').includes('[0-9a-f]{32}') ? 'ID' : 'String', nullable: false };
  if (schema.type === 'number' || schema.type === 'integer') return { type: 'Float', nullable: false };
  if (schema.type === 'boolean') return { type: 'Boolean', nullable: false };
  return { type: 'JSON', nullable: true };
};

const createBuilder = () =>
  new SchemaBuilder<{
    Context: GraphContext;
    Scalars: { JSON: { Input: Json; Output: unknown } };
  }>({});
type Builder = ReturnType<typeof createBuilder>;

/** Properties of what a root gives, by the same schema that its call's answer is described with. */
const propertiesOf = ({ route, list }: Root): [name: string, schema: Schema, required: boolean][] => {
  const whole = schemaOf(route.output?.[200] ?? z.unknown(), 'output');
  const properties = (schema: Schema) => (schema.properties ?? {}) as Record<string, Schema>;
  const item = list ? ((properties(whole)[list]?.items ?? {}) as Schema) : whole;
  const required = (item.required ?? []) as string[];
  return Object.entries(properties(item)).map(([name, schema]) => [name, schema, required.includes(name)]);
};

/** What is named by its id can be had whole, many in one statement. */
const RELATIONS: Record<string, { field: 'flow' | 'run'; type: string }> = {
  flowId: { field: 'flow', type: 'Flow' },
  runId: { field: 'run', type: 'Run' },
};

const buildTypes = (builder: Builder) => {
  const refs = new Map(ROOTS.map(({ type }) => [type, builder.objectRef<Row>(type)] as const));
  const refOf = (type: string) => {
    const ref = refs.get(type);
    if (!ref) throw new Error(`No such type: ${type}`);
    return ref;
  };
  for (const root of ROOTS) {
    const properties = propertiesOf(root);
    builder.objectType(refOf(root.type), {
      fields: (t) => {
        const plain = properties.map(([name, schema, required]) => {
          const { type, nullable } = scalarOf(schema);
          // Erasure: the schema of the answer says of what type it is, not the compiler.
          const resolve = (row: Row) => row[name] as never;
          return [name, t.field({ type, nullable: nullable || !required, resolve })] as const;
        });
        const related = properties.flatMap(([name]) => {
          const relation = RELATIONS[name];
          if (!relation || properties.some(([other]) => other === relation.field)) return [];
          const resolve = (row: Row, _args: object, context: GraphContext) =>
            typeof row[name] === 'string' ? context[relation.field](row[name]) : null;
          return [[relation.field, t.field({ type: refOf(relation.type), nullable: true, resolve })] as const];
        });
        return Object.fromEntries([...plain, ...related]);
      },
    });
  }
  return refOf;
};

const PageInfo = { hasNextPage: false, endCursor: null as string | null };

const buildConnections = (builder: Builder, refOf: ReturnType<typeof buildTypes>) => {
  const info = builder.objectRef<typeof PageInfo>('PageInfo').implement({
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage'),
      endCursor: t.exposeString('endCursor', { nullable: true }),
    }),
  });
  return ({ type }: Root) =>
    builder.objectRef<{ nodes: Row[]; pageInfo: typeof PageInfo }>(`${type}Connection`).implement({
      fields: (t) => ({
        nodes: t.field({ type: [refOf(type)], resolve: ({ nodes }) => nodes }),
        pageInfo: t.field({ type: info, resolve: ({ pageInfo }) => pageInfo }),
      }),
    });
};

/** Arguments as the call takes them; `first` and `after` are its `limit` and `cursor`. */
const argumentsOf = ({ route, list }: Root): [name: string, type: ScalarName, required: boolean, to: string][] =>
  [route.params, route.query].flatMap((given) => {
    if (!given) return [];
    const schema = schemaOf(given, 'input');
    const required = (schema.required ?? []) as string[];
    return Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(
      ([name, one]): [string, ScalarName, boolean, string] => {
        const named = list && name === 'limit' ? 'first' : list && name === 'cursor' ? 'after' : name;
        return [named, named === 'after' ? 'String' : scalarOf(one).type, required.includes(name), name];
      },
    );
  });

const pageOf = (answer: Row, list: 'data' | 'steps') => {
  const next = (answer.nextCursor ?? null) as string | null;
  return { nodes: answer[list] as Row[], pageInfo: { hasNextPage: next !== null, endCursor: next } };
};

/** The schema of what may be read: made of the calls' own schemas, so that neither says what the other does not. */
export const graphSchema = (): GraphQLSchema => {
  const builder = createBuilder();
  builder.scalarType('JSON', {
    serialize: (value) => value,
    parseValue: (value) => value as Json,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables) as Json,
  });
  const refOf = buildTypes(builder);
  const connectionOf = buildConnections(builder, refOf);
  builder.queryType({
    fields: (t) =>
      Object.fromEntries(
        ROOTS.map((root) => {
          const described = argumentsOf(root);
          const args = Object.fromEntries(
            described.map(([name, type, required]) => [name, t.arg({ type, required })] as const),
          );
          const ask = (given: Row, context: GraphContext) =>
            context.ask(
              root.route,
              Object.fromEntries(
                described.flatMap(([name, , , to]) =>
                  given[name] === undefined || given[name] === null ? [] : [[to, given[name]]],
                ),
              ),
            );
          const { list } = root;
          const description = root.route.summary;
          if (!list)
            return [
              root.name,
              t.field({
                type: refOf(root.type),
                args,
                description,
                resolve: (_, given, context) => ask(given, context),
              }),
            ];
          const resolve = async (_: unknown, given: Row, context: GraphContext) => {
            const first = { first: Math.min(Number(given.first ?? 20), root.most) };
            return pageOf(await ask({ ...given, ...first }, context), list);
          };
          return [root.name, t.field({ type: connectionOf(root), args, description, resolve })];
        }),
      ),
  });
  return builder.toSchema();
};
