import type { FlowNode } from '../document.ts';
import type { Catalogue } from '../node-type.ts';

/** The connection of a node's compensation: its own, else the node's where that is of a connector which it takes. */
export function undoConnection({ type, connection, compensation }: FlowNode, catalogue: Catalogue): string | undefined {
  if (compensation?.connection !== undefined) return compensation.connection;
  const taken = catalogue.get(compensation?.type ?? '')?.connection?.connectors ?? [];
  const given = catalogue.get(type)?.connection?.connectors ?? [];
  return given.some((connector) => taken.includes(connector)) ? connection : undefined;
}
