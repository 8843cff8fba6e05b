import { inject } from 'vitest';
import { freePort } from '#scripts/embedded/ports.ts';
import type { FreshDatabase } from './fresh-database.ts';
import { Product } from './running-product.ts';

interface Membership {
  role: 'api' | 'worker';
  /** Where it keeps its own files. */
  folder: string;
  database: FreshDatabase;
  namespace: string;
}

/** One process of several on one PostgreSQL and one Temporal; not started yet. */
export async function clusterMember(
  { role, folder, database, namespace }: Membership,
  more: Record<string, string> = {},
): Promise<Product> {
  return new Product(folder, {
    TRAMA_ROLE: role,
    PORT: String(await freePort()),
    DATABASE_URL: database.urls.owner,
    DATABASE_APP_URL: database.urls.app,
    DATABASE_ADMIN_URL: database.urls.admin,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    TRAMA_SECRET: 'the secret that all of a cluster share',
    TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
    LOG_LEVEL: 'warn',
    ...more,
  });
}
