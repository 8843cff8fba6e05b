import { randomUUID } from 'node:crypto';
import { type Client, OpenFeature } from '@openfeature/server-sdk';
import type { Database } from '#prisma/with-tenant.ts';
import { SnapshotCache } from '../entitlements/snapshot-cache.ts';
import { FlagProvider } from './flag-provider.ts';
import { listFlags } from './flag-rows.ts';
import { evaluate, type FlagRule, type FlagSubject } from './flag-rule.ts';

/** How long a process believes what it has read; changes are told at once. */
const KEPT_MS = 30_000;

/** Which parts of the product are on for whom, as one process knows it. */
export class Flags {
  readonly #kept = new SnapshotCache<ReadonlyMap<string, FlagRule>>(KEPT_MS);
  readonly #database: Pick<Database, 'admin'>;
  readonly #client: Client;

  constructor(database: Pick<Database, 'admin'>) {
    this.#database = database;
    // A name of its own: another instance in this process, of a test say, asks its own database.
    const domain = `trama/${randomUUID()}`;
    OpenFeature.setProvider(domain, new FlagProvider(() => this.#rules()));
    this.#client = OpenFeature.getClient(domain);
  }

  /** A flag that is not there, or cannot be read now, is off. */
  isOn(key: string, { tenantId, plan }: FlagSubject): Promise<boolean> {
    return this.#client.getBooleanValue(key, false, { targetingKey: tenantId, plan });
  }

  /** Every flag, for somebody. */
  async all(subject: FlagSubject): Promise<Record<string, boolean>> {
    const rules = await this.#rules();
    return Object.fromEntries([...rules].map(([key, rule]) => [key, evaluate(key, rule, subject).on]));
  }

  /** What was read is read again. */
  forget(): void {
    this.#kept.forget(null);
  }

  #rules(): Promise<ReadonlyMap<string, FlagRule>> {
    return this.#kept.get('', async () => {
      const flags = await listFlags(this.#database.admin.sql);
      return new Map(flags.map(({ key, rule }) => [key, rule]));
    });
  }
}

export const createFlags = (database: Pick<Database, 'admin'>): Flags => new Flags(database);
