import type { Api } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { sentence, wrap } from '../words.ts';

export const GENERATED = '// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.\n';

const PLAIN = {
  text: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
  unknown: 'unknown',
};

const literal = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t')}'`
    : String(value);

/** As TypeScript writes it. `null` stands last in a union. */
export function typeOf(shape: Shape): string {
  switch (shape.kind) {
    case 'named':
      return shape.name;
    case 'values':
      return shape.values.map(literal).join(' | ');
    case 'list': {
      const of = typeOf(shape.of);
      return of.includes(' ') ? `(${of})[]` : `${of}[]`;
    }
    case 'map':
      return `Record<string, ${typeOf(shape.of)}>`;
    case 'union':
      return [...shape.of]
        .sort((a, b) => Number(a.kind === 'null') - Number(b.kind === 'null'))
        .map(typeOf)
        .join(' | ');
    case 'object':
      throw new Error('an object without a name');
    default:
      return PLAIN[shape.kind];
  }
}

/** Names of our types in it. */
export function namesIn(shape: Shape): string[] {
  if (shape.kind === 'named') return [shape.name];
  if (shape.kind === 'list' || shape.kind === 'map') return namesIn(shape.of);
  return shape.kind === 'union' ? shape.of.flatMap(namesIn) : [];
}

export function docComment(text: string, indent: string): string {
  const lines = wrap(text.replaceAll('*/', '* /'), 110 - indent.length);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);

export const fieldLines = (
  fields: { name: string; shape: Shape; optional: boolean; description: string | undefined }[],
): string =>
  fields
    .map(({ name, shape, optional, description }) => {
      const doc = description === undefined ? '' : docComment(sentence(description), '  ');
      return `${doc}  ${property(name)}${optional ? '?' : ''}: ${typeOf(shape)};\n`;
    })
    .join('');

/** Every object that the API takes or gives, as an interface. */
export const typesFile = ({ types }: Api): string =>
  [GENERATED, ...types.map(({ name, shape }) => `export interface ${name} {\n${fieldLines(shape.fields)}}\n`)].join(
    '\n',
  );

/** The codes that this release of the API knows; others may come. */
export const codesFile = ({ codes, version }: Api): string =>
  `${GENERATED}
/** Of the API that this was made for. */
export const VERSION = '${version}';

/** Codes of errors that the API had when this was made. */
export type KnownErrorCode =
${codes.map((code) => `  | '${code}'`).join('\n')};
`;
