import type { Named } from '../named-shapes.ts';
import type { Api } from '../operation.ts';
import type { Field, Shape, Value } from '../shape.ts';
import { sentence, snake, wrap } from '../words.ts';

export const GENERATED = '# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.\n';

const KEYWORDS = new Set([
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del'],
  ...['elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal'],
  ...['not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield'],
]);

/** As Python names it: `retry_of`, and `from_` for what is a word of the language. */
export const pythonName = (name: string): string => {
  const snaked = snake(name);
  return KEYWORDS.has(snaked) ? `${snaked}_` : snaked;
};

const PLAIN = { text: 'str', integer: 'int', number: 'float', boolean: 'bool', null: 'None', unknown: 'Any' };

const literal = (value: Value): string =>
  value === null ? 'None' : typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value);

/** As Python writes it. Our own types stand in `module`, and None stands last. */
export function typeOf(shape: Shape, module = ''): string {
  switch (shape.kind) {
    case 'named':
      return `${module}${shape.name}`;
    case 'values':
      return `Literal[${shape.values.map(literal).join(', ')}]`;
    // Not `list`: a class that has a method of that name means the method by it.
    case 'list':
      return `List[${typeOf(shape.of, module)}]`;
    case 'map':
      return `Dict[str, ${typeOf(shape.of, module)}]`;
    case 'union':
      return [...shape.of]
        .sort((a, b) => Number(a.kind === 'null') - Number(b.kind === 'null'))
        .map((one) => typeOf(one, module))
        .join(' | ');
    case 'object':
      throw new Error('an object without a name');
    default:
      return PLAIN[shape.kind];
  }
}

/** A docstring on lines of their own, so that no quote of the text stands beside ours. */
export function docString(text: string, indent: string): string {
  const lines = wrap(text.replaceAll('\\', '\\\\').replaceAll('"""', "'''"), 100 - indent.length);
  if (lines.length === 1 && !lines[0]?.endsWith('"')) return `${indent}"""${lines[0]}"""\n`;
  return `${indent}"""\n${lines.map((line) => `${indent}${line}\n`).join('')}${indent}"""\n`;
}

const comment = ({ description }: Field): string =>
  description === undefined
    ? ''
    : wrap(sentence(description), 100)
        .map((line) => `    # ${line}\n`)
        .join('');

const isPlainName = ({ name }: Field): boolean => /^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name);

/** Of fields that are all needed, or none. Names that Python cannot write as such stand between quotes. */
function dictOf(name: string, fields: readonly Field[], isTotal: boolean, base: string): string {
  if (base === 'TypedDict' && !fields.every(isPlainName)) {
    const members = fields.map(
      (field) => `${comment(field)}    ${JSON.stringify(field.name)}: ${JSON.stringify(typeOf(field.shape))},\n`,
    );
    return `${name} = TypedDict(\n    "${name}",\n    {\n${members.join('').replace(/^ {4}/gm, '        ')}    },\n    total=${isTotal ? 'True' : 'False'},\n)\n`;
  }
  const lines = fields.map((field) => `${comment(field)}    ${field.name}: ${typeOf(field.shape)}\n`);
  return `class ${name}(${base}${isTotal ? '' : ', total=False'}):\n${lines.join('') || '    pass\n'}`;
}

/** Before Python 3.11 a class says for all of its fields if they are needed: where it is mixed there are two. */
function typeText({ name, shape: { fields } }: Named): string {
  const needed = fields.filter(({ optional }) => !optional);
  const others = fields.filter(({ optional }) => optional);
  if (others.length === 0) return dictOf(name, needed, true, 'TypedDict');
  if (needed.length === 0) return dictOf(name, others, false, 'TypedDict');
  if (others.every(isPlainName))
    return `${dictOf(`_${name}Needed`, needed, true, 'TypedDict')}\n\n${dictOf(name, others, false, `_${name}Needed`)}`;
  return [
    dictOf(`_${name}Needed`, needed, true, 'TypedDict'),
    dictOf(`_${name}Others`, others, false, 'TypedDict'),
    `class ${name}(_${name}Needed, _${name}Others):\n    pass\n`,
  ].join('\n\n');
}

/** Every object that the API takes or gives, as a TypedDict: what is there at run time is a plain dict. */
export const typesFile = ({ types }: Api): string =>
  `${GENERATED}"""What the API takes and gives, as JSON has it."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, TypedDict

${types.map((one) => `\n${typeText(one)}`).join('\n')}`;

export const codesFile = ({ codes, version }: Api): string =>
  `${GENERATED}"""The codes of errors that the API had when this was made; others may come."""

from __future__ import annotations

from typing import FrozenSet

# Of the API that this was made for.
VERSION = "${version}"

KNOWN_CODES: FrozenSet[str] = frozenset(
    [
${codes.map((code) => `        "${code}",`).join('\n')}
    ]
)
`;
