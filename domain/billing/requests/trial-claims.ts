import { createHmac } from 'node:crypto';
import type { Payer } from '#flow/contracts/billing-provider.ts';
import { sql as sqlOf } from '#prisma/sql.ts';
import { parseId } from '../../ids.ts';
import type { BillingDeps } from '../billing-deps.ts';

/** One address under any of its spellings: what mail servers leave out of account is left out here. */
export const plainAddress = (email: string): string => {
  const [local = '', domain = ''] = email.trim().toLowerCase().split('@');
  const name = local.replace(/\+.*$/, '');
  return `${/^(gmail|googlemail)\.com$/.test(domain) ? name.replaceAll('.', '') : name}@${domain}`;
};

type Claims = Pick<BillingDeps, 'database'>;

const hashesOf = ({ database }: Claims, { email, taxId }: Pick<Payer, 'email' | 'taxId'>) => {
  // A key of the installation: nobody who has the table alone can try addresses and documents.
  const { bytes } = database.key('trial-claims');
  const sum = (text: string): Buffer => createHmac('sha256', bytes).update(text).digest();
  return [
    ...(email === '' ? [] : [{ kind: 'email', hash: sum(`email:${plainAddress(email)}`) }]),
    ...(taxId === null ? [] : [{ kind: 'document', hash: sum(`document:${taxId.toUpperCase()}`) }]),
  ];
};

/** The wish came to nothing, and whoever closed it died before its claim was given back. */
const FORSAKEN = sqlOf`exists (
  select from subscription_requests r where r.id = c.request_id and r.status in ('refused', 'expired'))`;

/** Takes the one trial of an address and a document, for this wish. False: another wish has one of them, of whichever tenant. */
export const claimTrial = async (
  deps: Claims,
  request: string,
  payer: Pick<Payer, 'email' | 'taxId'>,
): Promise<boolean> => {
  const id = parseId('sreq', request);
  return await deps.database.admin.transaction(async (sql) => {
    for (const { kind, hash } of hashesOf(deps, payer)) {
      await sql`delete from trial_claims c where c.hash = ${hash} and c.request_id <> ${id} and ${FORSAKEN}`;
      await sql`insert into trial_claims (hash, kind, request_id) values (${hash}, ${kind}, ${id}) on conflict do nothing`;
      const [row] = await sql<{ request_id: string }>`select request_id from trial_claims where hash = ${hash}`;
      if (row?.request_id === id) continue;
      await sql`delete from trial_claims where request_id = ${id}`;
      return false;
    }
    return true;
  });
};

/** Whether a trial is still to be had; what is shown before somebody asks. */
export const isClaimed = async (deps: Claims, payer: Pick<Payer, 'email' | 'taxId'>): Promise<boolean> => {
  const hashes = hashesOf(deps, payer).map(({ hash }) => hash);
  const found = await deps.database.admin.sql`
    select 1 from trial_claims c where c.hash = any (${hashes}::bytea[]) and not ${FORSAKEN} limit 1`;
  return found.length > 0;
};

/** A trial that never began was none. */
export const dropClaims = async ({ database }: Claims, request: string): Promise<void> => {
  await database.admin.sql`delete from trial_claims where request_id = ${parseId('sreq', request)}`;
};
