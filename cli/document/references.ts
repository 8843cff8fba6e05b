import type { Json, JsonObject } from '../../flow/json.ts';
import { isObject } from './canonical.ts';

/** What a document names of the tenant that it lives in. */
export type Kind = 'connections' | 'tables' | 'flows';

export interface Reference {
  kind: Kind;
  name: string;
  /** JSON pointer. */
  pointer: string;
}

/** Another name for the same thing: by kind, from name to name. */
export type Names = Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>>;

type Visit = (kind: Kind, name: string, pointer: string) => string;

/** A text with an expression is no name: only runs know what it becomes. */
const isName = (value: Json | undefined): value is string =>
  typeof value === 'string' && value !== '' && !value.includes('{{');

const renamed = (holder: Json, field: string, kind: Kind, pointer: string, visit: Visit): Json => {
  if (!isObject(holder)) return holder;
  const value = holder[field];
  return isName(value) ? { ...holder, [field]: visit(kind, value, `${pointer}/${field}`) } : holder;
};

/** Of an action or of what undoes one. */
const inStep = (step: Json, pointer: string, visit: Visit): Json => {
  if (!isObject(step)) return step;
  const type = typeof step.type === 'string' ? step.type : '';
  const out = renamed(step, 'connection', 'connections', pointer, visit) as JsonObject;
  const config = out.config;
  if (config === undefined) return out;
  if (type.startsWith('data.'))
    return { ...out, config: renamed(config, 'table', 'tables', `${pointer}/config`, visit) };
  if (type === 'flow') return { ...out, config: renamed(config, 'flow', 'flows', `${pointer}/config`, visit) };
  return out;
};

const inNode = (node: Json, pointer: string, visit: Visit): Json => {
  const out = inStep(node, pointer, visit);
  if (!isObject(out) || out.compensation === undefined) return out;
  return { ...out, compensation: inStep(out.compensation, `${pointer}/compensation`, visit) };
};

const inTrigger = (trigger: Json, visit: Visit): Json => {
  if (!isObject(trigger) || !isObject(trigger.config)) return trigger;
  const config = renamed(trigger.config, 'account', 'connections', '/trigger/config', visit) as JsonObject;
  if (config.auth === undefined) return { ...trigger, config };
  const auth = renamed(config.auth, 'connection', 'connections', '/trigger/config/auth', visit);
  return { ...trigger, config: { ...config, auth } };
};

/** Visits everything that a document names, and writes what the visit gives in its place. */
const mapReferences = (document: Json, visit: Visit): Json => {
  if (!isObject(document)) return document;
  const { trigger, nodes, settings } = document;
  return {
    ...document,
    ...(trigger === undefined ? {} : { trigger: inTrigger(trigger, visit) }),
    ...(Array.isArray(nodes) ? { nodes: nodes.map((node, i) => inNode(node, `/nodes/${i}`, visit)) } : {}),
    ...(settings === undefined ? {} : { settings: renamed(settings, 'onFailure', 'flows', '/settings', visit) }),
  };
};

/** All that a document names, in the order of the document. */
export const referencesOf = (document: Json): Reference[] => {
  const found: Reference[] = [];
  mapReferences(document, (kind, name, pointer) => {
    found.push({ kind, name, pointer });
    return name;
  });
  return found;
};

/** The document with other names: ids become names on the way in, names of one environment those of another. */
export const withNames = (document: Json, names: Names): Json =>
  mapReferences(document, (kind, name) => {
    const others = names[kind];
    return others && Object.hasOwn(others, name) ? (others[name] ?? name) : name;
  });

export const turned = (names: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([from, to]) => [to, from]));

const SETTING = /\btenant\s*\??\.\s*settings\s*\??\.?\s*(?:\[\s*(['"])([^'"]+)\1\s*\]|([A-Za-z_$][\w$]*))/g;

/** Settings of the tenant (variables of an environment) that its expressions read, by name. */
export const settingsRead = (document: Json): string[] => {
  const found = new Set<string>();
  const look = (value: Json): void => {
    if (typeof value === 'string') {
      if (value.includes('{{'))
        for (const [, , quoted, plain] of value.matchAll(SETTING)) found.add(quoted ?? plain ?? '');
    } else if (Array.isArray(value)) for (const item of value) look(item);
    else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) look(item);
  };
  look(document);
  return [...found].toSorted();
};
