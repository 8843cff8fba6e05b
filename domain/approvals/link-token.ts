import { createHmac } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/**
 * What stands in an approval's link: 256 bits that only the tenant's key makes of its id, so that whoever may decide can
 * be shown the link at any time, though the database holds nothing but its hash (docs/decisions/040).
 */
export const linkToken = (db: TenantDb, approvalId: string): string =>
  createHmac('sha256', db.key('approval-link').bytes).update(parseId('apr', approvalId)).digest('base64url');
