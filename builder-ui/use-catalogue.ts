import { useMemo } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from './api-client.ts';
import { useQuery } from './use-query.ts';

/** The node types that the API serves, by name. */
export const useCatalogue = (): { catalogue: Catalogue | undefined; error: unknown; reload: () => void } => {
  const { data, error, reload } = useQuery('catalogue', api.catalogue);
  const catalogue = useMemo(() => data && new Map(data.data.map((type) => [type.type, type])), [data]);
  return { catalogue, error, reload };
};
