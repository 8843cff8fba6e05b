import { actionCatalogue, systemActionCatalogue } from '#connectors/actions.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';

const withCore = (actions: Map<string, NodeType>): Catalogue =>
  new Map([...coreTypes.map((type) => [type.type, type] as const), ...actions]);

/** Every node type of tenants' flows: the language's own, and those of the connectors. */
export const catalogue = (): Catalogue => withCore(actionCatalogue());

/** With those that only the product's own flows may use. */
export const systemCatalogue = (): Catalogue => withCore(systemActionCatalogue());
