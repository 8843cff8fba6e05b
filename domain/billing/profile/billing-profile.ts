import { readTaxId } from '#flow/contracts/tax-id.ts';
import { failure } from '#flow/errors.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../../audit/audit.ts';

/** In Brazil; `zip` is the CEP, eight digits, and `state` two letters. */
export interface BillingAddress {
  zip: string;
  street: string;
  number: string;
  complement: string | null;
  district: string;
  city: string;
  state: string;
}

/** Whom invoices are made out to. */
export interface BillingProfile {
  legalName: string;
  /** CPF or CNPJ without punctuation; null: not told. */
  taxId: string | null;
  /** Where invoices go beside the owners; null: to the owners alone. */
  email: string | null;
  address: BillingAddress | null;
  /** The ETag; 0: nobody wrote any. */
  revision: number;
}

export type BillingProfileChange = Omit<BillingProfile, 'revision'>;

interface Row {
  legal_name: string;
  tax_id: string | null;
  email: string | null;
  address: BillingAddress | null;
  revision: number;
}

const COLUMNS = sql`legal_name, tax_id, email, address, revision`;

const profileOf = ({ legal_name, tax_id, ...row }: Row): BillingProfile => ({
  ...row,
  legalName: legal_name,
  taxId: tax_id,
});

/** What the tenant says of itself; where it said nothing, its name alone. */
export const findBillingProfile = async (db: TenantDb): Promise<BillingProfile> => {
  const [row] = await db.sql<Row>`select ${COLUMNS} from billing_profiles where tenant_id = ${db.tenant}`;
  if (row) return profileOf(row);
  const [tenant] = await db.sql<{ name: string }>`select name from tenants where id = ${db.tenant}`;
  return { legalName: tenant?.name ?? '', taxId: null, email: null, address: null, revision: 0 };
};

const checkedTaxId = (text: string | null): string | null => {
  if (text === null) return null;
  const read = readTaxId(text);
  if (read) return read.id;
  const message = {
    pt: 'Este CPF ou CNPJ não existe: confira os dígitos.',
    en: 'There is no such CPF or CNPJ: check the digits.',
  };
  throw failure('invalid', message.pt, message.en, { errors: [{ pointer: '/taxId', code: 'tax_id', message }] });
};

/**
 * For invoices that are issued from now on; those that were stay as they are. @param revision that the caller saw; null: any.
 * @throws `invalid` for a tax id that is none, `stale` where somebody changed it since
 */
export const saveBillingProfile = async (
  db: TenantDb,
  change: BillingProfileChange,
  { revision, by }: { revision: number | null; by: string },
): Promise<BillingProfile> => {
  const taxId = checkedTaxId(change.taxId);
  // Two who write the first one wait for each other here.
  await db.sql`select 1 from tenants where id = ${db.tenant} for no key update`;
  const before = await findBillingProfile(db);
  if (revision !== null && revision !== before.revision)
    throw failure('stale', 'Alguém mudou estes dados antes de você.', 'Somebody changed these data before you.');
  const [row] = await db.sql<Row>`
    insert into billing_profiles (tenant_id, legal_name, tax_id, email, address, updated_by)
    values (${db.tenant}, ${change.legalName}, ${taxId}, ${change.email}, ${json(change.address)}::json, ${by})
    on conflict (tenant_id) do update set legal_name = excluded.legal_name, tax_id = excluded.tax_id,
      email = excluded.email, address = excluded.address, updated_by = excluded.updated_by, updated_at = now(),
      revision = billing_profiles.revision + 1
    returning ${COLUMNS}`;
  if (!row) throw new Error('A billing profile was not written');
  // Which fields, and no values: the audit is kept for longer, and read by more people.
  const fields = (['legalName', 'taxId', 'email', 'address'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify({ ...change, taxId }[field]),
  );
  await appendAudit(db, { actor: by, action: 'billing.profile', target: db.tenantId, data: { fields } });
  return profileOf(row);
};
