/** JSON Schema, as far as it is looked into here. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  minItems?: number;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}

/** One call of the OpenAPI document. */
export interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  body: Schema | null;
  /** Of its body, by the document itself. */
  example: unknown;
  /** Of a body of bytes. */
  media: string | null;
  /** It answers a live stream. */
  live: boolean;
  /** No document of ours names it. */
  outside?: true;
  /** Of a query: what it begins at. */
  field?: string;
}

interface Media {
  content?: Record<string, { schema?: Schema; example?: unknown; examples?: Record<string, { value?: unknown }> }>;
}
interface Written {
  parameters?: Parameter[];
  requestBody?: Media;
  responses?: Record<string, Media>;
}

export const nameOf = ({ method, path, field }: Operation): string =>
  `${method.toUpperCase()} ${path}${field ? ` ${field}` : ''}`;

/** What a document of ours offers: a route that is new is there by itself. */
export function operationsOf(document: { paths: Record<string, Record<string, unknown>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Written>).map(([method, written]) => {
      const content = written.requestBody?.content ?? {};
      const json = content['application/json'];
      return {
        method,
        path,
        parameters: written.parameters ?? [],
        body: json?.schema ?? null,
        example: json?.example ?? Object.values(json?.examples ?? {})[0]?.value,
        media: json ? null : (Object.keys(content)[0] ?? null),
        live: Object.values(written.responses ?? {}).some((answer) => 'text/event-stream' in (answer.content ?? {})),
      };
    }),
  );
}
