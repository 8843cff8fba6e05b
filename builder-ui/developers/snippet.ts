import type { Json } from '#flow/json.ts';

export interface SnippetCall {
  method: string;
  /** The whole address, variables filled in. */
  url: string;
  body: Json | undefined;
}
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

const curl = ({ method, url, body }: SnippetCall): string => {
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

const javaScript = ({ method, url, body }: SnippetCall): string => {
  const json = body !== undefined;
  return [
    `const answer = await fetch('${url}', {`,
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    '  headers: {',
    '    Authorization: `Bearer ${process.env.TRAMA_KEY}`,',
    ...(json ? [`    'Content-Type': 'application/json',`] : []),
    '  },',
    ...(json ? [`  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}),`] : []),
    '});',
    'if (!answer.ok) throw new Error(`${answer.status}: ${(await answer.json()).detail}`);',
    'console.log(await answer.json());',
  ].join('\n');
};

const python = ({ method, url, body }: SnippetCall): string =>
  [
    'import os',
    'import requests',
    '',
    `answer = requests.${method.toLowerCase()}(`,
    `    "${url}",`,
    `    headers={"Authorization": f"Bearer {os.environ['TRAMA_KEY']}"},`,
    ...(body === undefined ? [] : [`    json=${pythonOf(body, '    ')},`]),
    '    timeout=30,',
    ')',
    'answer.raise_for_status()',
    'print(answer.json())',
  ].join('\n');

const WRITERS: Record<SnippetLanguage, (call: SnippetCall) => string> = {
  curl,
  JavaScript: javaScript,
  Python: python,
};

/** A call as a program that can be pasted and run; the key stands in the environment. */
export const snippet = (language: SnippetLanguage, call: SnippetCall): string => WRITERS[language](call);
