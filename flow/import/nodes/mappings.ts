import type { Catalogue } from '../../node-type.ts';
import { ACTIVEPIECES } from '../activepieces/mappings.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import { NODE_RED } from '../node-red/mappings.ts';
import type { Mapping, Mappings } from '../step.ts';
import { CODE } from './code-node.ts';
import { DATA } from './data.ts';
import { FLOW_CONTROL } from './flow-control.ts';
import { HTTP } from './http.ts';
import { LISTS } from './lists.ts';
import { MERGE } from './merge.ts';
import { RESPOND } from './respond.ts';
import { SERVICES } from './services.ts';
import { kindOf } from './short-type.ts';

const ALL: Mappings = { ...FLOW_CONTROL, ...DATA, ...LISTS, ...MERGE, ...CODE, ...HTTP, ...RESPOND };

/** Those of other systems, by their whole type. */
const FOREIGN: Mappings = { ...ACTIVEPIECES, ...NODE_RED };

/** Node types of n8n that are mapped, without their package; for the docs. */
export const MAPPED_TYPES: readonly string[] = [...Object.keys(ALL), ...Object.keys(SERVICES)];

/** Types of other systems that are mapped, behind the system's name. */
export const FOREIGN_TYPES: readonly string[] = Object.keys(FOREIGN);

/** How a node is mapped; undefined where it has no like, or what it became is not in the catalogue. */
export function mappingOf({ type }: N8nNode, catalogue: Catalogue): Mapping | undefined {
  const name = kindOf(type);
  if (name === type) return Object.hasOwn(FOREIGN, name) ? FOREIGN[name] : undefined;
  if (Object.hasOwn(ALL, name)) return ALL[name];
  const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
  return service && catalogue.has(service.action) ? service : undefined;
}
