import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SsoRefused } from './sso-refusal.ts';

/** An element: children by local name, attributes with `@` before theirs, text under `#text`. */
export type XmlNode = { readonly [name: string]: unknown };

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  alwaysCreateTextNode: true,
});

/** @throws `SsoRefused`: what is no plain XML; nobody needs a DTD, comments, CDATA or instructions in such a document. */
export function readXml(text: string): XmlNode {
  if (/<!|<\?(?!xml\s)/i.test(text)) throw new SsoRefused('malformed', 'a DTD, comment or instruction stands in it');
  if (XMLValidator.validate(text) !== true) throw new SsoRefused('malformed', 'no well-formed XML');
  try {
    return PARSER.parse(text) as XmlNode;
  } catch (error) {
    // Elements within each other without end, or by names that mean something to JavaScript.
    throw new SsoRefused('malformed', 'XML that the parser refuses', { cause: error });
  }
}

/** The elements of that name right below a node. */
export const childrenOf = (node: XmlNode | undefined, name: string): XmlNode[] => {
  const found = node?.[name];
  const list = Array.isArray(found) ? (found as unknown[]) : found === undefined ? [] : [found];
  return list.map((one) => (typeof one === 'object' && one !== null ? (one as XmlNode) : { '#text': one }));
};

export const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined => childrenOf(node, name)[0];

export const textOf = (node: XmlNode | undefined): string | null => {
  const text = node?.['#text'];
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
};

export const attributeOf = (node: XmlNode | undefined, name: string): string | null => {
  const value = node?.[`@${name}`];
  return typeof value === 'string' ? value : null;
};

/** All elements of that name, at any depth. */
export const everyOf = (node: unknown, name: string): XmlNode[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((one) => everyOf(one, name));
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === name ? childrenOf(node as XmlNode, name) : []),
    ...everyOf(value, name),
  ]);
};
