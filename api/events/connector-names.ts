import { connectionTypes } from '#connectors/connection-types.ts';
import type { Catalogue } from '#flow/node-type.ts';

/**
 * Providers whose connectors are announced, and what the product does by itself: an event of theirs must not be somebody's own by
 * the day they come.
 */
const ANNOUNCED = [
  ...['telegram', 'whatsapp', 'instagram', 'messenger', 'email', 'sms', 'slack'],
  ...['billing', 'stripe', 'mercadopago', 'mercado_pago', 'openai', 'anthropic', 'ai'],
  ...['meta', 'google', 'tiktok', 'linkedin'],
  ...['shopee', 'amazon', 'mercadolivre', 'hotmart', 'aliexpress', 'hubspot', 'salesforce'],
];

const known = new WeakMap<Catalogue, ReadonlySet<string>>();

/** Connectors that are named in actions and connections: the events `<connector>.*` are theirs. */
export function connectorNames(catalogue: Catalogue): ReadonlySet<string> {
  let names = known.get(catalogue);
  if (!names) {
    const ofActions = [...catalogue.values()].filter((type) => type.kind === 'action');
    names = new Set([
      ...ANNOUNCED,
      ...ofActions.map(({ type }) => type.split('.')[0] ?? ''),
      ...connectionTypes.map((one) => one.connector),
    ]);
    known.set(catalogue, names);
  }
  return names;
}
