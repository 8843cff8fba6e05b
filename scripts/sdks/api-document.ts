import { readFileSync } from 'node:fs';
import { openApi } from '#api/frame/openapi.ts';
import { routes } from '#api/routes/routes.ts';

/** JSON Schema as our document has it: no references, for the schemas that it is made of have none. */
export interface Schema {
  /** What it is called wherever it stands: `Money`. */
  title?: string;
  type?: string | string[];
  description?: string;
  contentMediaType?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
}

export interface DescribedCall {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  security: { apiKey?: string[] }[];
}

export interface ApiDocument {
  info: { version: string };
  paths: Record<string, Record<string, DescribedCall>>;
  components: { schemas: { Problem: { properties: { code: { 'x-extensible-enum': string[] } } } } };
}

/** What `/v1/openapi.json` of this release says. */
export function apiDocument(): ApiDocument {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  // Erasure: the document is what we write ourselves; a field that is missing fails where it is read.
  return openApi(routes, version) as unknown as ApiDocument;
}
