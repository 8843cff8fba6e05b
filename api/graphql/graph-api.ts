import { GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { ApiDeps } from '#api/deps.ts';
import { asTramaError } from '#api/frame/as-trama-error.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { policyOf, TramaError } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';
import { type GraphContext, graphContext } from './context.ts';
import { checkCost } from './query-cost.ts';
import { graphSchema } from './schema.ts';

interface Asked extends GraphContext {
  locale: Locale;
  deps: ApiDeps;
  traceId: string;
}

/** What is read of an error of a query; more than one copy of the library may have made it. */
type QueryError = Pick<GraphQLError, 'path' | 'nodes' | 'originalError'>;

/** An error with our code, in the caller's language; of what we did not foresee nothing but that. */
const shown = (error: TramaError, locale: Locale, at?: QueryError): GraphQLError =>
  new GraphQLError(
    error.code === 'internal' ? 'Internal error' : (error.text?.[locale === 'en' ? 'en' : 'pt'] ?? error.message),
    {
      ...(at ? { path: at.path, nodes: at.nodes } : {}),
      extensions: {
        code: error.code,
        status: policyOf(error.code)?.http ?? 500,
        ...(error.errors ? { errors: error.errors } : {}),
      },
    },
  );

/** What resolvers threw becomes what callers read; errors of the query itself stay as GraphQL has them. */
const tell = (at: GraphQLError, { locale, deps, traceId }: Asked): GraphQLError => {
  const cause: unknown = at.originalError;
  if (!cause) return at;
  const error = asTramaError(cause);
  if (error.code === 'internal') deps.log.error({ err: error.cause ?? error, traceId }, 'a GraphQL field failed');
  return shown(error, locale, at);
};

const guard: Plugin<Asked> = {
  onExecute: ({ args, setResultAndStopExecution }) => {
    const { locale } = args.contextValue;
    try {
      checkCost(args.document, args.variableValues ?? {}, args.operationName);
    } catch (error) {
      if (!(error instanceof TramaError)) throw error;
      setResultAndStopExecution({ errors: [shown(error, locale)] });
      return {};
    }
    return {
      onExecuteDone: ({ result, setResult }) => {
        if (Symbol.asyncIterator in result || !('errors' in result) || !result.errors) return;
        setResult({ ...result, errors: result.errors.map((one) => tell(one, args.contextValue)) });
      },
    };
  },
};

const createServer = () =>
  createYoga<Asked>({
    schema: graphSchema(),
    graphqlEndpoint: '/v1/graphql',
    // Pages, other methods and other origins are the business of what stands before it (`serve`).
    graphiql: false,
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
    logging: false,
    maskedErrors: false,
    plugins: [guard],
  });

let server: ReturnType<typeof createServer> | undefined;

/** Answers a query as GraphQL answers: `{ data, errors }`. */
export const askGraph = async (
  body: { query: string; variables?: unknown; operationName?: string | null | undefined },
  { caller, request, deps }: { caller: Caller; request: RequestFacts; deps: ApiDeps },
): Promise<unknown> => {
  // The schema is made when somebody asks: most processes that know this file never are.
  server ??= createServer();
  const context = { ...graphContext(caller, request, deps), locale: request.locale, deps, traceId: request.traceId };
  const answer = await server.fetch(
    'http://trama/v1/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    },
    context,
  );
  return answer.json();
};
