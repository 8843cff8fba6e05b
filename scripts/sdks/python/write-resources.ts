import type { Api, Operation } from '../operation.ts';
import { pascal, sentence } from '../words.ts';
import { docString, GENERATED, pythonName, typeOf } from './write-types.ts';

const pathOf = ({ path, parts }: Operation): string =>
  parts.length === 0
    ? `"${path}"`
    : `f"${path.replace(/\{(\w+)\}/g, (_, part: string) => `{in_path(${pythonName(part)})}`)}"`;

/** Path and body by place, filters by name. */
function parametersOf(operation: Operation): string[] {
  const { parts, body, query, answer } = operation;
  const inPath = parts.map(({ name, shape }) => `${pythonName(name)}: ${typeOf(shape, 't.')}`);
  const content =
    body === null
      ? []
      : body.kind === 'bytes'
        ? ['content: Content']
        : [body.required ? `body: ${typeOf(body.shape, 't.')}` : `body: Optional[${typeOf(body.shape, 't.')}] = None`];
  const filters = query.map(({ name, shape, optional }) => {
    const type = typeOf(shape, 't.');
    return optional ? `${pythonName(name)}: Optional[${type}] = None` : `${pythonName(name)}: ${type}`;
  });
  const options = `options: Optional[${answer.kind === 'events' ? 'StreamOptions' : 'RequestOptions'}] = None`;
  const all = ['self', ...inPath, ...content, '*', ...filters, options];
  const names = all.map((one) => one.split(':')[0]);
  if (new Set(names).size < names.length) throw new Error(`${operation.resource}.${operation.name} has a name twice`);
  return all;
}

function callOf(operation: Operation): string {
  const { method, body, query, keyed } = operation;
  const filters = query.map(({ name }) => `"${name}": ${pythonName(name)}`).join(', ');
  return `Call(${[
    `"${method}"`,
    pathOf(operation),
    ...(query.length > 0 ? [`query={${filters}}`] : []),
    ...(body?.kind === 'json' ? [body.required ? 'body=body' : 'body={} if body is None else body'] : []),
    ...(body?.kind === 'bytes' ? ['content=content', `media="${body.media}"`] : []),
    ...(keyed ? ['keyed=True'] : []),
  ].join(', ')})`;
}

function answerOf({ answer }: Operation): { type: string; send: (call: string) => string } {
  switch (answer.kind) {
    case 'json': {
      const type = typeOf(answer.shape, 't.');
      return { type, send: (call) => `return cast("${type}", self._http.json(${call}, options))` };
    }
    case 'pages': {
      const type = `Pages[${typeOf(answer.item, 't.')}, ${typeOf(answer.page, 't.')}]`;
      return { type, send: (call) => `return Pages(self._http, ${call}, "${answer.field}", options)` };
    }
    case 'none':
      return { type: 'None', send: (call) => `self._http.nothing(${call}, options)` };
    case 'bytes':
      return { type: 'Download', send: (call) => `return self._http.download(${call}, options)` };
    case 'events':
      return { type: 'Iterator[StreamEvent]', send: (call) => `return stream_events(self._http, ${call}, options)` };
  }
}

function methodOf(operation: Operation): string {
  const { name, summary, description, scopes } = operation;
  const needs = scopes.length > 0 ? ` Needs ${scopes.map((scope) => `\`${scope}\``).join(', ')}.` : '';
  const doc = docString(`${sentence(summary)}${description ? ` ${sentence(description)}` : ''}${needs}`, '        ');
  const { type, send } = answerOf(operation);
  const parameters = parametersOf(operation).map((one) => `        ${one},\n`);
  return `    def ${pythonName(name)}(\n${parameters.join('')}    ) -> ${type}:\n${doc}        ${send(callOf(operation))}\n`;
}

const resourceText = (resource: string, operations: readonly Operation[]): string =>
  `class ${pascal(resource)}Api:
    def __init__(self, http: Http) -> None:
        self._http = http

${operations.map(methodOf).join('\n')}`;

const moduleOf = (resource: string): string => pythonName(resource);

function resourceFile(resource: string, operations: readonly Operation[]): string {
  const some = (kind: string) => operations.some(({ answer }) => answer.kind === kind);
  const hasParts = operations.some(({ parts }) => parts.length > 0);
  const takesBytes = operations.some(({ body }) => body?.kind === 'bytes');
  const text = resourceText(resource, operations);
  const typing = ['Any', 'Dict', 'Iterator', 'List', 'Literal', 'Optional', 'cast'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(text.replace(/"""[^]*?"""/g, '')),
  );
  const lines = [
    `from .._call import ${['Call', ...(takesBytes ? ['Content'] : []), ...(hasParts ? ['in_path'] : [])].join(', ')}`,
    'from .._http import Http',
    ...(operations.some(({ answer }) => answer.kind !== 'events') ? ['from .._options import RequestOptions'] : []),
    ...(some('bytes') ? ['from ..download import Download'] : []),
    ...(some('pages') ? ['from ..pages import Pages'] : []),
    ...(some('events') ? ['from ..streams import StreamEvent, StreamOptions, stream_events'] : []),
    ...(/\bt\.[A-Z]/.test(text) ? ['from . import types as t'] : []),
  ];
  return `${GENERATED}from __future__ import annotations

from typing import ${typing.join(', ')}

${lines.join('\n')}


${text}`;
}

/** A class a resource, by the name of its file. */
export const resourceFiles = ({ resources }: Api): [string, string][] =>
  [...resources].map(([resource, operations]) => [`${moduleOf(resource)}_api.py`, resourceFile(resource, operations)]);

/** All resources, as the client has them. */
export function resourcesFile({ resources }: Api): string {
  const names = [...resources.keys()];
  const imports = names.map((name) => `from .${moduleOf(name)}_api import ${pascal(name)}Api`).sort();
  return `${GENERATED}from __future__ import annotations

from .._http import Http
${imports.join('\n')}


class Resources:
    """Every resource of the API that a key can use."""

    def __init__(self, http: Http) -> None:
${names.map((name) => `        self.${moduleOf(name)} = ${pascal(name)}Api(http)`).join('\n')}
`;
}
