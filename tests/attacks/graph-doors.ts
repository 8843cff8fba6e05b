import type { GraphQLArgument, GraphQLField, GraphQLOutputType } from 'graphql';
import { graphSchema } from '#api/graphql/schema.ts';
import type { ApiFixture } from '#tests/integration/api/api-fixture.ts';
import { candidates, type Side } from './crawl.ts';
import type { Operation, Schema } from './operations.ts';

const DEEPEST = 3;

// By form, for the tests' copy of the library is another than the product's.
const isNeeded = ({ type }: GraphQLArgument): boolean => String(type).endsWith('!');
const nameOfType = (type: unknown): string => String(type).replaceAll(/[[\]!]/g, '');

/** Null for a type that has none. */
function fieldsOf(type: GraphQLOutputType): GraphQLField<unknown, unknown>[] | null {
  let named: unknown = type;
  while (typeof named === 'object' && named !== null && 'ofType' in named) named = named.ofType;
  const has = named as { getFields?: () => Record<string, GraphQLField<unknown, unknown>> };
  return has.getFields ? Object.values(has.getFields()) : null;
}

/** All that can be asked of a type, as deep as a query may go. */
function everything(type: GraphQLOutputType, depth = 1): string {
  const asked = (fieldsOf(type) ?? []).flatMap((field) => {
    if (field.args.some(isNeeded)) return [];
    if (fieldsOf(field.type) === null) return [field.name];
    const inner = depth < DEEPEST ? everything(field.type, depth + 1) : '';
    return inner === '' ? [] : [`${field.name} ${inner}`];
  });
  return asked.length === 0 ? '' : `{ ${asked.join(' ')} }`;
}

/** Each field that a query begins at, with all that it gives and every argument: a new one is there by itself. */
export function graphDoors(operations: Operation[]): Operation[] {
  const schemaOf = ({ name, type }: GraphQLArgument): Schema => {
    const kind = nameOfType(type);
    if (kind === 'Float' || kind === 'Int') return { type: 'integer', minimum: 1, maximum: 20 };
    if (kind === 'Boolean') return { type: 'boolean' };
    const inPath = operations
      .flatMap(({ parameters }) => parameters)
      .find((one) => one.in === 'path' && one.name === name);
    return inPath?.schema ?? { type: 'string' };
  };
  return Object.values(graphSchema().getQueryType()?.getFields() ?? {}).map(({ name, args, type }) => {
    const declared = args.map((one) => `$${one.name}: ${String(one.type)}`).join(', ');
    const given = args.map((one) => `${one.name}: $${one.name}`).join(', ');
    const query = `query${args.length > 0 ? ` (${declared})` : ''} { ${name}${args.length > 0 ? `(${given})` : ''} ${everything(type)} }`;
    const variables: Schema = {
      ...{ type: 'object', required: args.filter(isNeeded).map((one) => one.name) },
      properties: Object.fromEntries(args.map((one) => [one.name, schemaOf(one)])),
    };
    const body = {
      type: 'object',
      required: ['query', 'variables'],
      properties: { query: { const: query }, variables },
    };
    return {
      ...{ method: 'post', path: '/v1/graphql', parameters: [], body, example: undefined, media: null, live: false },
      ...{ outside: true, field: name },
    };
  });
}

/** Fields that give the side itself nothing by its own ids: attacks on them would prove nothing. */
export async function unprovenFields(fixture: ApiFixture, side: Side, operations: Operation[]): Promise<string[]> {
  const unproven = operations.map(async ({ field, path, body }) => {
    if (!field) return [];
    const { query, variables } = body?.properties ?? {};
    for (let n = 0; n < 6; n++) {
      const given = Object.fromEntries(
        (variables?.required ?? []).map((name) => {
          const schema = variables?.properties?.[name] ?? {};
          return [name, schema.type === 'integer' ? 1 : (candidates(side, { name, in: 'path', schema })[n] ?? '')];
        }),
      );
      const answer = await fixture.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...side.credentials[0]?.headers },
        body: JSON.stringify({ query: query?.const, variables: given }),
      });
      if (!answer.body?.errors && answer.body?.data?.[field]) return [];
    }
    return [field];
  });
  return (await Promise.all(unproven)).flat();
}
