import type { Expression } from '../expressions/ast.ts';
import { type ConfigNode, expressionsOf, parseConfig } from '../expressions/template.ts';
import type { Json } from '../json.ts';
import type { ExpressionWriter } from './expression.ts';
import { backticked, keyOf, quoted, type Written, whole } from './written.ts';

const LINE = 100;

/** Writes a config, its expressions as code: an object, a list, a text or a value. */
export function writeConfig(
  writer: ExpressionWriter,
  config: Json,
  literal: readonly string[] = [],
  skip: readonly string[] = [],
): Written {
  const { root } = parseConfig(config, literal);
  const all = expressionsOf(root);
  return new ConfigWriter(writer, all.length > 1).write(without(root, skip));
}

/** A config without some of its top-level fields. */
function without(root: ConfigNode, skip: readonly string[]): ConfigNode {
  if (skip.length === 0) return root;
  if (root.kind === 'object') return { ...root, fields: root.fields.filter(({ key }) => !skip.includes(key)) };
  if (root.kind !== 'constant' || root.value === null || typeof root.value !== 'object' || Array.isArray(root.value))
    return root;
  return {
    kind: 'constant',
    value: Object.fromEntries(Object.entries(root.value).filter(([key]) => !skip.includes(key))),
  };
}

class ConfigWriter {
  readonly #writer: ExpressionWriter;
  readonly #several: boolean;

  constructor(writer: ExpressionWriter, several: boolean) {
    this.#writer = writer;
    this.#several = several;
  }

  write(node: ConfigNode): Written {
    switch (node.kind) {
      case 'constant':
        return constant(node.value);
      case 'expression':
        return this.#expression(node.ast);
      case 'text': {
        const parts = node.parts.map((part) =>
          typeof part === 'string' ? backticked(part) : `\${${this.#expression(part).text}}`,
        );
        return whole(`${this.#writer.helper('text')}\`${parts.join('')}\``, 'string');
      }
      case 'list':
        return whole(listed(node.items.map((item) => this.write(item).text)));
      case 'object':
        return whole(fielded(node.fields.map(({ key, node: field }) => [key, this.write(field).text])));
    }
  }

  /** An expression with a function in it may be costly: where it is not alone, it has steps of its own. */
  #expression(ast: Expression): Written {
    const written = this.#writer.write(ast);
    if (!this.#several || !written.text.includes('=>')) return written;
    return whole(
      `${this.#writer.helper('expression')}(() => ${written.text.startsWith('{') ? `(${written.text})` : written.text})`,
      written.type,
    );
  }
}

export function constant(value: Json): Written {
  if (typeof value === 'string') return whole(quoted(value), 'string');
  if (Array.isArray(value)) return whole(listed(value.map((one) => constant(one).text)));
  if (value !== null && typeof value === 'object') {
    return whole(fielded(Object.entries(value).map(([key, one]) => [key, constant(one).text])));
  }
  return whole(String(value), typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'any');
}

const listed = (items: string[]): string => wrapped('[', items, ']');

export const fielded = (fields: [key: string, text: string][]): string =>
  fields.length === 0
    ? '{}'
    : wrapped(
        '{ ',
        fields.map(([key, text]) => (key === text ? key : `${keyOf(key)}: ${text}`)),
        ' }',
      );

/** On one line where it fits, else a line each. */
export function wrapped(open: string, parts: string[], close: string): string {
  const line = `${open}${parts.join(', ')}${close}`;
  if (line.length <= LINE && !line.includes('\n')) return line;
  return `${open.trimEnd()}\n${parts.map((part) => `${indented(part)},\n`).join('')}${close.trimStart()}`;
}

/** Two spaces before each line, but not inside of texts between backticks that go over lines. */
export const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
