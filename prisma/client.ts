import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { bearLostConnections, poolConfig, TenantPool } from './tenant-pool.ts';

/** Prisma's models without what would leave the transaction. */
export type Models = Omit<
  Prisma.TransactionClient,
  '$queryRawUnsafe' | '$executeRawUnsafe' | '$queryRaw' | '$executeRaw'
>;

export const createPool = (options: {
  appUrl: string;
  poolMax?: number;
  applicationName?: string;
  onError?: (error: Error) => void;
}): TenantPool => {
  const pool = new TenantPool(
    poolConfig({
      url: options.appUrl,
      max: options.poolMax ?? 10,
      applicationName: options.applicationName ?? 'trama',
      // What most transactions would set, and need not then (`begin_as`); a pooler that drops it costs time alone.
      searchPath: 'shared,public',
    }),
  );
  pool.on('error', (error) => options.onError?.(error));
  bearLostConnections(pool);
  return pool;
};

/** One Prisma client a process; each query finds the transaction around it (tenant-pool.ts). */
export const createModels = (pool: TenantPool): Models => new PrismaClient({ adapter: new PrismaPg(pool) });
