import { get, set } from 'idb-keyval';
import { useMemo } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from './api-client.ts';
import { isStatus } from './api-error.ts';
import type { CatalogueAnswer } from './api-types.ts';
import { useQuery } from './use-query.ts';

const KEPT = 'catalogue';

/** Without a connection the types that were there last: they belong to nobody, and drawings need them. */
const loadCatalogue = async (): Promise<CatalogueAnswer> => {
  try {
    const answer = await api.catalogue();
    set(KEPT, answer).catch(() => undefined);
    return answer;
  } catch (error) {
    const kept = isStatus(error, 0) ? await get<CatalogueAnswer>(KEPT).catch(() => undefined) : undefined;
    if (kept) return kept;
    throw error;
  }
};

/** The node types that the API serves, by name. */
export const useCatalogue = (): { catalogue: Catalogue | undefined; error: unknown; reload: () => void } => {
  const { data, error, reload } = useQuery('catalogue', loadCatalogue);
  const catalogue = useMemo(() => data && new Map(data.data.map((type) => [type.type, type])), [data]);
  return { catalogue, error, reload };
};
