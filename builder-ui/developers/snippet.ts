import type { Json } from '#flow/json.ts';
import type { SdkOperation } from './developers-api.ts';

export interface SnippetCall {
  method: string;
  /** Of the installation: `https://trama.example`. */
  origin: string;
  path: string;
  /** For parts of the path, by name; others stay as they are: `{run}`. */
  values: Record<string, string>;
  body: Json | undefined;
  sdk: SdkOperation | null;
}
type SdkCall = SnippetCall & { sdk: SdkOperation };
export const LANGUAGES = ['curl', 'JavaScript', 'Python'] as const;
export type SnippetLanguage = (typeof LANGUAGES)[number];

/** Python writes the same values with other words. */
const pythonOf = (value: Json, indent = ''): string => {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}    `;
  const [items, [open, close]] = Array.isArray(value)
    ? [value.map((one) => `${inner}${pythonOf(one, inner)}`), '[]']
    : [Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${pythonOf(one, inner)}`), '{}'];
  return items.length === 0 ? `${open}${close}` : `${open}\n${items.join(',\n')},\n${indent}${close}`;
};

const curl = ({ method, origin, path, values, body }: SnippetCall): string => {
  const url = origin + path.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const lines = [
    `curl -sS${method === 'GET' ? '' : ` -X ${method}`} '${url}'`,
    `-H "Authorization: Bearer $TRAMA_KEY"`,
  ];
  if (body !== undefined) {
    // A quote inside a quoted text of a shell ends it, stands alone, and begins it again.
    lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n  ');
};

/** A value as JavaScript programs write it: names without quotes where they need none. */
const scriptOf = (value: Json): string =>
  JSON.stringify(value, null, 2).replace(/^(\s*)"([A-Za-z_$][\w$]*)":/gm, '$1$2:');

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const scriptArguments = ({ body, values, sdk }: SdkCall): string =>
  [
    ...sdk.parts.map((part) => quoted(values[part] ?? `{${part}}`)),
    ...(sdk.takesBytes ? ["await readFile('file')"] : body === undefined ? [] : [scriptOf(body)]),
    ...(sdk.needed.length > 0 ? [`{ ${sdk.needed.map((name) => `${name}: '…'`).join(', ')} }`] : []),
  ].join(', ');

const javaScript = (call: SdkCall): string => {
  const { sdk, origin } = call;
  const asked = `trama.${sdk.name}(${scriptArguments(call)})`;
  const uses: Record<SdkOperation['gives'], string[]> = {
    value: [`console.log(await ${asked});`],
    nothing: [`await ${asked};`],
    pages: [`for await (const one of ${asked}) console.log(one);`],
    events: [`for await (const { event, data } of ${asked}) console.log(event, data);`],
    bytes: [`const answer = await ${asked};`, `await writeFile('answer', answer.body);`],
  };
  const files = [...(sdk.takesBytes ? ['readFile'] : []), ...(sdk.gives === 'bytes' ? ['writeFile'] : [])];
  return [
    ...(files.length > 0 ? [`import { ${files.join(', ')} } from 'node:fs/promises';`] : []),
    "import { Trama } from 'trama-sdk';",
    '',
    `const trama = new Trama({ baseUrl: '${origin}', apiKey: process.env.TRAMA_KEY });`,
    '',
    ...uses[sdk.gives],
  ].join('\n');
};

const PYTHON_WORDS = new Set(['from', 'import', 'in', 'is', 'not', 'class', 'global', 'with']);

/** `retryOf` as Python's client names it: `retry_of`; `from_` for a word of the language. */
const pythonName = (name: string): string => {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return PYTHON_WORDS.has(snake) ? `${snake}_` : snake;
};

const pythonArguments = ({ body, values, sdk }: SdkCall): string =>
  [
    ...sdk.parts.map((part) => JSON.stringify(values[part] ?? `{${part}}`)),
    ...(sdk.takesBytes ? ['open("file", "rb")'] : body === undefined ? [] : [pythonOf(body)]),
    ...sdk.needed.map((name) => `${pythonName(name)}="…"`),
  ].join(', ');

const python = (call: SdkCall): string => {
  const { sdk, origin } = call;
  const asked = `trama.${sdk.name.split('.').map(pythonName).join('.')}(${pythonArguments(call)})`;
  const uses: Record<SdkOperation['gives'], string[]> = {
    value: [`print(${asked})`],
    nothing: [asked],
    pages: [`for one in ${asked}:`, '    print(one)'],
    events: [`for one in ${asked}:`, '    print(one.event, one.data)'],
    bytes: [`${asked}.save("answer")`],
  };
  return [
    'import os',
    'from trama_sdk import Trama',
    '',
    `trama = Trama("${origin}", api_key=os.environ["TRAMA_KEY"])`,
    '',
    ...uses[sdk.gives],
  ].join('\n');
};

/** How the client of a language gets into a project: neither is in a registry yet. */
export const INSTALLS: Partial<Record<SnippetLanguage, string>> = {
  JavaScript: 'npm install ./trama-sdk-*.tgz',
  Python: 'pip install ./sdks/python',
};

/** A call as a program that can be pasted and run; the key stands in the environment. Null: the clients do not have this call. */
export function snippet(language: SnippetLanguage, call: SnippetCall): string | null {
  if (language === 'curl') return curl(call);
  if (call.sdk === null) return null;
  return language === 'JavaScript' ? javaScript({ ...call, sdk: call.sdk }) : python({ ...call, sdk: call.sdk });
}
