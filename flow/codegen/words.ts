import { CATALOG } from '../expressions/catalog.ts';
import { RESERVED } from './reserved.ts';

/** What the runtime of an exported project gives its workflow, by file. */
export const RUNTIME: Readonly<Record<string, readonly string[]>> = {
  actions: ['action', 'timedOut', 'UndoList'],
  ask: ['ask'],
  environment: ['Start'],
  failure: ['breakOff', 'caught', 'check', 'choose', 'fail', 'Failure', 'goOn', 'step', 'stop'],
  flows: ['subflow'],
  graph: ['graph'],
  loops: ['another', 'forEach', 'list', 'whileLoop'],
  'run-flow': ['assign', 'respond', 'runFlow'],
  scopes: ['all', 'orTimedOut', 'scope'],
  values: [
    ...[
      'add',
      'call',
      'divide',
      'element',
      'equal',
      'expression',
      'field',
      'get',
      'greater',
      'greaterOrEqual',
      'items',
    ],
    ...['less', 'lessOrEqual', 'maybe', 'member', 'members', 'modulo', 'multiply', 'negative', 'objectOf', 'read'],
    ...['subtract', 'text', 'unequal', 'value'],
  ],
  waits: ['approval', 'Left', 'notRun', 'wait', 'waitForEvent'],
};

/** Of these only the type is imported. */
export const TYPES: ReadonlySet<string> = new Set(['Failure', 'Left', 'Start', 'UndoList']);

export const FUNCTIONS: readonly string[] = CATALOG.filter((one) => one.on === undefined).map(({ name }) => name);

/** Names that no variable of a workflow may have. */
export const TAKEN: ReadonlySet<string> = new Set([
  ...RESERVED,
  ...Object.values(RUNTIME).flat(),
  ...FUNCTIONS,
  ...[
    'trigger',
    'run',
    'flow',
    'tenant',
    'vars',
    'calls',
    'start',
    'thrown',
    'output',
    'event',
    'answer',
    'raw',
    'approval',
  ],
  ...['Json', 'String', 'Object', 'Array', 'proxyActivities', 'activities', 'undefined', 'NaN', 'Infinity', 'settings'],
]);

/** A name as it can stand in the code: others get a `_`. */
export const safe = (name: string): string => (TAKEN.has(name) ? `${name}_` : name);

/** `http.request`: `httpRequest`. */
export const camelCase = (text: string): string => {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('');
  return /^[A-Za-z]/.test(name) ? name : `flow${name.charAt(0).toUpperCase()}${name.slice(1)}`;
};
