import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../../ids.ts';

export const REFRESH_PREFIX = 'trr_';
const FORM = /^trr_([0-9a-f]{32})([0-9a-f]{32})_(\d{1,9})_([\w-]{43})$/;

/** What a refresh token says of itself; whether it is ours, `isOurs` knows. */
export interface RefreshToken {
  /** `ten_…` */
  tenantId: string;
  /** uuid */
  family: string;
  n: number;
  mac: string;
}

const macOf = (db: TenantDb, family: string, n: number): string =>
  createHmac('sha256', db.key('refresh-token').bytes).update(`${family}:${n}`).digest('base64url');

/**
 * The nth token of a family. It is proved by a key of the tenant and stored nowhere, so that the same answer can be given
 * again where it was lost.
 */
export const writeRefreshToken = (db: TenantDb, family: string, n: number): string =>
  `${REFRESH_PREFIX}${db.tenant.replaceAll('-', '')}${family.replaceAll('-', '')}_${n}_${macOf(db, family, n)}`;

const uuidOf = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const readRefreshToken = (token: string): RefreshToken | null => {
  const [, tenant = '', family = '', n = '', mac = ''] = FORM.exec(token) ?? [];
  return tenant === ''
    ? null
    : { tenantId: formatId('ten', uuidOf(tenant)), family: uuidOf(family), n: Number(n), mac };
};

export const isOurs = (db: TenantDb, { family, n, mac }: RefreshToken): boolean =>
  timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(db, family, n)));
