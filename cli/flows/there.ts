import type { Json } from '../../flow/json.ts';
import type { Flow, FlowProblem } from '../../sdks/typescript/src/generated/types.ts';
import { NotFoundError } from '../../sdks/typescript/src/trama-error.ts';
import { isObject, textOf } from '../document/canonical.ts';
import { type Kind, type Names, referencesOf, turned, withNames } from '../document/references.ts';
import type { Reached } from '../reach.ts';

const ID: Readonly<Record<Kind, RegExp>> = {
  connections: /^con_[0-9a-f]{32}$/,
  tables: /^tbl_[0-9a-f]{32}$/,
  flows: /^flw_[0-9a-f]{32}$/,
};

/** What a flow is called in an environment. */
export const slugThere = ({ environment }: Reached, key: string): string => {
  const { flows = {} } = environment;
  return Object.hasOwn(flows, key) ? (flows[key] ?? key) : key;
};

/** What a flow of an environment is called in the files. */
export const keyOfSlug = ({ environment }: Reached, slug: string): string => {
  const keys = turned(environment.flows ?? {});
  return Object.hasOwn(keys, slug) ? (keys[slug] ?? slug) : slug;
};

/** A flow by its key; null where the environment has none. */
export const flowThere = async (reached: Reached, key: string): Promise<Flow | null> => {
  try {
    const found = await reached.api.flows.get(slugThere(reached, key));
    return found.archivedAt === null ? found : null;
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
};

/** Names of what a document refers to by id; what is gone keeps its id, and the check says so. */
const namesOfIds = async ({ api }: Reached, document: Json): Promise<Names> => {
  const asked = (kind: Kind): boolean =>
    referencesOf(document).some((one) => one.kind === kind && ID[kind].test(one.name));
  const names: Partial<Record<Kind, Record<string, string>>> = {};
  const collect = async (kind: Kind, list: AsyncIterable<{ id: string; name: string }>) => {
    const found: Record<string, string> = {};
    for await (const { id, name } of list) found[id] = name;
    names[kind] = found;
  };
  if (asked('connections')) await collect('connections', api.connections.list({ limit: 100 }));
  if (asked('tables')) await collect('tables', api.tables.list({ limit: 100 }));
  if (asked('flows')) {
    const found: Record<string, string> = {};
    for await (const { id, slug } of api.flows.list({ limit: 100 })) found[id] = slug;
    names.flows = found;
  }
  return names;
};

/** A document as it stands in files: by names, and by those of the files. */
export const asFile = async (reached: Reached, document: Json): Promise<Json> => {
  const { connections = {}, tables = {}, flows = {} } = reached.environment;
  const named = withNames(document, await namesOfIds(reached, document));
  return withNames(named, { connections: turned(connections), tables: turned(tables), flows: turned(flows) });
};

/** A document of the files as an environment takes it. */
export const asThere = ({ environment }: Reached, document: Json): Json => {
  const { connections = {}, tables = {}, flows = {} } = environment;
  return withNames(document, { connections, tables, flows });
};

/** What the server says of a document: `flow` is the one that it is of, where there is one. */
export const problemsThere = async (reached: Reached, document: Json, flow: Flow | null): Promise<FlowProblem[]> => {
  const body = { definition: asThere(reached, document), ...(flow === null ? {} : { flow: flow.id }) };
  return (await reached.api.flows.validate(body)).problems;
};

/** A draft is edited under the revision that was read. */
export const revisionTag = (revision: number): string => `"${revision}"`;

/** What a creation that broke off leaves behind (`writeThere`): the document under its key as the name. */
export const isBegun = (reached: Reached, key: string, draft: Json, document: Json): boolean =>
  isObject(draft) &&
  isObject(document) &&
  draft.name === slugThere(reached, key) &&
  textOf({ ...draft, name: document.name ?? null }) === textOf(document);
