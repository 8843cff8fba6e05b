import type { NodeType } from '../node-type.ts';
import { containers } from './container-types.ts';
import { branching, data } from './data-types.ts';
import { ends } from './ending-types.ts';
import { waiting } from './waiting-types.ts';

/** The core node types of `flow-language` §3. */
export const coreTypes: readonly NodeType[] = [...data, ...branching, ...waiting, ...containers, ...ends];

export const CONTAINERS: ReadonlySet<string> = new Set(['forEach', 'while', 'scope']);
export const LOOPS: ReadonlySet<string> = new Set(['forEach', 'while']);
/** Nodes that leave by no port and cannot fail. */
export const ENDINGS: ReadonlySet<string> = new Set(['stop', 'fail', 'break', 'continue']);
