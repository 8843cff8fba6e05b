import type { Api, Operation } from '../operation.ts';
import { pascal, sentence, singular, snake } from '../words.ts';
import { docComment, fieldLines, GENERATED, namesIn, typeOf } from './write-types.ts';

const kebab = (text: string): string => snake(text).replaceAll('_', '-');

/** Words that name no parameter. */
const RESERVED = new Set([
  'case',
  'class',
  'default',
  'delete',
  'export',
  'function',
  'import',
  'in',
  'new',
  'package',
  'return',
]);

const parameterName = (name: string): string => (RESERVED.has(name) ? `${name}Id` : name);

const queryName = ({ resource, name }: Operation): string => `${singular(pascal(resource))}${pascal(name)}Query`;

const pathOf = ({ path, parts }: Operation): string =>
  parts.length === 0
    ? `'${path}'`
    : `\`${path.replace(/\{(\w+)\}/g, (_, part: string) => `\${inPath(${parameterName(part)})}`)}\``;

const needsQuery = (operation: Operation): boolean => operation.query.some(({ optional }) => !optional);

function parametersOf(operation: Operation): string[] {
  const { parts, body } = operation;
  const listed = parts.map(({ name, shape }) => `${parameterName(name)}: ${typeOf(shape)}`);
  const query = operation.query.length > 0;
  const takesQuery = query
    ? [needsQuery(operation) ? `query: ${queryName(operation)}` : `query: ${queryName(operation)} = {}`]
    : [];
  // What has to be given stands before what may be left out.
  if (body?.kind === 'bytes') return [...listed, 'bytes: Bytes', ...takesQuery];
  if (!body) return [...listed, ...takesQuery];
  return [...listed, body.required ? `body: ${typeOf(body.shape)}` : `body: ${typeOf(body.shape)} = {}`, ...takesQuery];
}

function callOf(operation: Operation): string {
  const { method, body, query, keyed } = operation;
  return `{ ${[
    `method: '${method}'`,
    `path: ${pathOf(operation)}`,
    ...(query.length > 0 ? ['query: { ...query }'] : []),
    ...(body?.kind === 'json' ? ['body'] : body ? ['bytes', `media: '${body.media}'`] : []),
    ...(keyed ? ['keyed: true'] : []),
  ].join(', ')} }`;
}

function methodOf(operation: Operation): string {
  const { name, summary, description, scopes, answer } = operation;
  const needs = scopes.length > 0 ? ` Needs ${scopes.map((scope) => `\`${scope}\``).join(', ')}.` : '';
  const text = `${sentence(summary)}${description ? ` ${sentence(description)}` : ''}${needs}`;
  const parameters = [
    ...parametersOf(operation),
    answer.kind === 'events' ? 'options: StreamOptions = {}' : 'options: RequestOptions = {}',
  ];
  const call = callOf(operation);
  const [type, expression] = ((): [string, string] => {
    switch (answer.kind) {
      case 'json':
        return [`Promise<${typeOf(answer.shape)}>`, `this.#http.json(${call}, options)`];
      case 'pages':
        return [
          `Pages<${typeOf(answer.item)}, ${typeOf(answer.page)}>`,
          `new Pages(this.#http, ${call}, '${answer.field}', options)`,
        ];
      case 'none':
        return ['Promise<void>', `this.#http.nothing(${call}, options)`];
      case 'bytes':
        return ['Promise<Response>', `this.#http.bytes(${call}, options)`];
      case 'events':
        return ['AsyncGenerator<StreamEvent, void, void>', `streamEvents(this.#http, ${call}, options)`];
    }
  })();
  return `${docComment(text, '  ')}  ${name}(${parameters.join(', ')}): ${type} {\n    return ${expression};\n  }\n`;
}

function importsOf(operations: readonly Operation[]): string {
  const types = new Set(
    operations.flatMap(({ body, answer }) => [
      ...(body?.kind === 'json' ? namesIn(body.shape) : []),
      ...(answer.kind === 'json' ? namesIn(answer.shape) : []),
      ...(answer.kind === 'pages' ? [...namesIn(answer.item), ...namesIn(answer.page)] : []),
    ]),
  );
  const fromCall = [
    ...(operations.some(({ body }) => body?.kind === 'bytes') ? ['type Bytes'] : []),
    ...(operations.some(({ parts }) => parts.length > 0) ? ['inPath'] : []),
  ];
  const some = (test: (operation: Operation) => boolean, line: string) => (operations.some(test) ? [line] : []);
  return [
    ...(fromCall.length > 0 ? [`import { ${fromCall.join(', ')} } from '../../call.ts';`] : []),
    "import type { Http } from '../../http.ts';",
    ...some(({ answer }) => answer.kind !== 'events', "import type { RequestOptions } from '../../options.ts';"),
    ...some(({ answer }) => answer.kind === 'pages', "import { Pages } from '../../pages.ts';"),
    ...some(
      ({ answer }) => answer.kind === 'events',
      "import { type StreamEvent, type StreamOptions, streamEvents } from '../../stream-events.ts';",
    ),
    ...(types.size > 0 ? [`import type { ${[...types].sort().join(', ')} } from '../types.ts';`] : []),
  ].join('\n');
}

function resourceFile(resource: string, operations: readonly Operation[]): string {
  const queries = operations
    .filter((one) => one.query.length > 0)
    .map((one) => `export interface ${queryName(one)} {\n${fieldLines(one.query)}}\n`);
  const parts = [
    `${GENERATED}${importsOf(operations)}\n`,
    ...queries,
    `export class ${pascal(resource)}Api {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

${operations.map(methodOf).join('\n')}}\n`,
  ];
  return parts.join('\n');
}

/** A class a resource, by the name of its file. */
export const resourceFiles = ({ resources }: Api): [string, string][] =>
  [...resources].map(([resource, operations]) => [
    `resources/${kebab(resource)}.ts`,
    resourceFile(resource, operations),
  ]);

/** All resources, as the client has them. */
export function resourcesFile({ resources }: Api): string {
  const names = [...resources.keys()];
  const imports = names.map((name) => `import { ${pascal(name)}Api } from './resources/${kebab(name)}.ts';`).sort();
  return `${GENERATED}import type { Http } from '../http.ts';
${imports.join('\n')}

/** Every resource of the API that a key can use. */
export class Resources {
${names.map((name) => `  readonly ${name}: ${pascal(name)}Api;`).join('\n')}

  constructor(http: Http) {
${names.map((name) => `    this.${name} = new ${pascal(name)}Api(http);`).join('\n')}
  }
}
`;
}

/** What programs may name: every type and every query. */
export const exportsFile = ({ resources }: Api): string =>
  `${GENERATED}export type * from './types.ts';\n${[...resources.keys()]
    .map((name) => `export type * from './resources/${kebab(name)}.ts';`)
    .sort()
    .join('\n')}\n`;
