import type { FlowDocument, FlowNode } from '#flow/document.ts';
import { parseExpression } from '#flow/expressions/parse.ts';
import { collectReads } from '#flow/expressions/reads.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { TRIGGER_ID } from './connect.ts';
import { inExpressions } from './in-expressions.ts';
import { parsePort } from './ports.ts';

/** What is looked for: free words, and words with a sign before them. */
export interface Query {
  words: string[];
  is: string[];
  uses: string[];
  types: string[];
}

/** A step that is meant, and where in it the words stand; no field where the step itself is meant. */
export interface Found {
  node: string;
  /** As problems name it: `/config/url`. */
  field?: string;
  /** The text that holds the words. */
  text?: string;
}

export interface FindWorld {
  catalogue: Catalogue;
  /** Ids of the nodes with errors. */
  invalid: ReadonlySet<string>;
}

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** `is:invalid uses:soma erro "duas palavras"` */
export const parseQuery = (typed: string): Query => {
  const query: Query = { words: [], is: [], uses: [], types: [] };
  for (const [, sign, quoted, bare] of typed.matchAll(/(?:(is|uses|type|tipo|usa):)?(?:"([^"]*)"?|(\S+))/g)) {
    const word = fold(quoted ?? bare ?? '');
    if (word === '') continue;
    if (sign === 'is') query.is.push(word);
    else if (sign === 'uses' || sign === 'usa') query.uses.push(word);
    else if (sign === 'type' || sign === 'tipo') query.types.push(word);
    else query.words.push(word);
  }
  return query;
};

/** Every text of a value with its pointer; numbers and yes or no as they are written. */
const textsOf = (value: Json, pointer: string): { field: string; text: string }[] => {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, n) => textsOf(one, `${pointer}/${n}`));
  if (typeof value !== 'object') return [{ field: pointer, text: String(value) }];
  return Object.entries(value).flatMap(([key, one]) => [
    ...textsOf(one, `${pointer}/${key}`),
    // A key that an author chose is found, too.
    ...(/^\/config\/(?:values|fields|headers|query)$/.test(pointer) ? [{ field: `${pointer}/${key}`, text: key }] : []),
  ]);
};

const NOT_SEARCHED = new Set(['position', 'parent']);

/** All that can be read in a step: id, label, note, type, config, settings. */
const propertiesOf = (node: FlowNode, catalogue: Catalogue): { field: string; text: string }[] => {
  const type = catalogue.get(node.type);
  const own = Object.entries(node).flatMap(([key, value]) =>
    NOT_SEARCHED.has(key) ? [] : textsOf(value as Json, `/${key}`),
  );
  return type ? [...own, { field: '/type', text: `${type.title.pt} ${type.title.en}` }] : own;
};

/** What a step uses: the nodes that its expressions read, connections, tables, flows, variables. */
export const usesOf = (node: FlowNode): Set<string> => {
  const uses = new Set<string>();
  const read = (source: string): string => {
    const parsed = parseExpression(source);
    if (!parsed.ok) return source;
    const { steps, ports, errors, vars } = collectReads(parsed.ast);
    for (const name of [...steps, ...ports, ...errors, ...(vars === 'all' ? [] : vars)]) uses.add(fold(name));
    return source;
  };
  for (const { text } of textsOf(node as unknown as Json, '')) inExpressions(text, read);
  for (const name of ['connection', 'table', 'flow', 'bucket', 'model']) {
    const held = name === 'connection' ? node.connection : node.config[name];
    if (typeof held === 'string') uses.add(fold(held));
  }
  return uses;
};

const used = (document: FlowDocument): ReadonlySet<string> =>
  new Set(document.edges.flatMap((edge) => [parsePort(edge.from).node, edge.to]));

type Sign = (node: FlowNode) => boolean;

/** What `is:` can ask, in both languages. */
const signsOf = (document: FlowDocument, { invalid }: FindWorld): Record<string, Sign> => {
  const joined = used(document);
  const entered = new Set(document.edges.map((edge) => edge.to));
  const isInvalid: Sign = ({ id }) => invalid.has(id);
  const isDisabled: Sign = ({ disabled }) => disabled === true;
  const isUnused: Sign = ({ id }) => !joined.has(id) || !entered.has(id);
  return {
    invalid: isInvalid,
    invalido: isInvalid,
    disabled: isDisabled,
    desligado: isDisabled,
    unused: isUnused,
    solto: isUnused,
  };
};

/** The steps that are meant, in the order of the document; the trigger among them where words stand in it. */
export const find = (document: FlowDocument, typed: string, world: FindWorld): Found[] => {
  const query = parseQuery(typed);
  if ([query.words, query.is, query.uses, query.types].every((list) => list.length === 0)) return [];
  const signs = signsOf(document, world);
  const fits = (node: FlowNode): boolean => {
    const type = world.catalogue.get(node.type);
    const names = [node.type, type?.title.pt ?? '', type?.title.en ?? '', type?.group ?? ''].map(fold);
    return (
      query.is.every((sign) => Object.hasOwn(signs, sign) && signs[sign]?.(node)) &&
      query.types.every((wanted) => names.some((name) => name.includes(wanted))) &&
      (query.uses.length === 0 || query.uses.every((wanted) => usesOf(node).has(wanted)))
    );
  };
  const plain = query.is.length + query.types.length + query.uses.length === 0;
  const trigger = plain ? inTexts(TRIGGER_ID, textsOf(document.trigger as unknown as Json, ''), query.words) : [];
  return [
    ...trigger,
    ...document.nodes
      .filter(fits)
      .flatMap((node) =>
        query.words.length === 0
          ? [{ node: node.id }]
          : inTexts(node.id, propertiesOf(node, world.catalogue), query.words),
      ),
  ];
};

/** All words stand somewhere in the step; each field that holds one of them is a place. */
const inTexts = (node: string, texts: { field: string; text: string }[], words: readonly string[]): Found[] => {
  const folded = texts.map((one) => ({ ...one, folded: fold(one.text) }));
  if (!words.every((word) => folded.some((one) => one.folded.includes(word)))) return [];
  const places = folded.filter((one) => words.some((word) => one.folded.includes(word)));
  return [...new Map(places.map(({ field, text }) => [field, { node, field, text }])).values()];
};
