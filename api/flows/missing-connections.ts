import { inLocale, type Json, type Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { member } from './member.ts';

/** A connection that a document names, and what it has to be. */
export interface NamedConnection {
  reference: string;
  connectors: readonly string[];
  at: Pick<Problem, 'node' | 'field'>;
}

const named = (reference: Json, connectors: readonly string[] | undefined, at: NamedConnection['at']) =>
  typeof reference === 'string' && connectors ? [{ reference, connectors, at }] : [];

/** Every connection that a document names, whatever else the document is. */
export function namedConnections(document: Json, catalogue: Catalogue): NamedConnection[] {
  const nodes = member(document, 'nodes');
  const connectorsOf = (type: Json) =>
    typeof type === 'string' ? catalogue.get(type)?.connection?.connectors : undefined;
  const trigger = member(document, 'trigger');
  const config = member(trigger, 'config');
  const auth = member(config, 'auth');
  const bot =
    member(trigger, 'type') === 'message' && member(config, 'channel') === 'telegram' ? ['telegram'] : undefined;
  return [
    ...named(member(auth, 'connection'), ['webhook'], { field: '/trigger/config/auth/connection' }),
    ...named(member(config, 'account'), bot, { field: '/trigger/config/account' }),
    ...(Array.isArray(nodes) ? nodes : []).flatMap((node) => {
      if (member(node, 'disabled') === true) return [];
      const id = member(node, 'id');
      const place = typeof id === 'string' ? { node: id } : {};
      const undo = member(node, 'compensation');
      return [
        ...named(member(node, 'connection'), connectorsOf(member(node, 'type')), { ...place, field: '/connection' }),
        ...named(member(undo, 'connection'), connectorsOf(member(undo, 'type')), {
          ...place,
          field: '/compensation/connection',
        }),
      ];
    }),
  ];
}

const TEXTS = {
  unknown: { pt: 'Não existe a conexão "{reference}"', en: 'There is no connection "{reference}"' },
  wrong: {
    pt: 'A conexão "{reference}" é de outro tipo; aqui cabe: {connectors}',
    en: 'The connection "{reference}" is of another kind; here fits: {connectors}',
  },
};

/** What is wrong with them: they are not there, or are of another connector. `known`: connectors by id and name. */
export const missingConnections = (
  asked: readonly NamedConnection[],
  known: ReadonlyMap<string, string>,
  locale: Locale,
): Problem[] =>
  asked.flatMap(({ reference, connectors, at }): Problem[] => {
    const connector = known.get(reference);
    if (connector !== undefined && connectors.includes(connector)) return [];
    const text = inLocale(connector === undefined ? TEXTS.unknown : TEXTS.wrong, locale);
    const message = text
      .replace('{reference}', () => reference.slice(0, 120))
      .replace('{connectors}', connectors.join(', '));
    return [{ code: 'missing_connection', severity: 'error', ...at, message }];
  });
