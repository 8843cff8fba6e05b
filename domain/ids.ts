import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { failure } from '#flow/errors.ts';

/** What an id names, by its prefix. Prefixes are forever. */
export const ID_PREFIXES = [
  'ten',
  'usr',
  'ses',
  'key',
  'flw',
  'run',
  'apr',
  'con',
  'evt',
  'cnv',
  'msg',
  'ntf',
  'psh',
  'tbl',
  'row',
  'viw',
  'cal',
  'whe',
  'whm',
  'whd',
  'rol',
  'inv',
  'job',
  'cns',
  'prq',
  'era',
  'dlt',
  'sso',
  'sreq',
  'pay',
  'prv',
  'bev',
  'brc',
  'bdr',
  'ivc',
  'lic',
  'lif',
] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

const HEX = /^[0-9a-f]{32}$/;
const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;

/** A UUIDv7, as rows have it. */
export const newUuid = (): string => v7();

/** `run_` and 32 hex digits of a UUIDv7: ids sort by when they were made. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${newUuid().replaceAll('-', '')}`;

/** The id of a row's uuid. */
export const formatId = (prefix: IdPrefix, uuid: string): string => {
  if (!UUID.test(uuid)) throw new Error(`Not a uuid: ${uuid}`);
  return `${prefix}_${uuid.replaceAll('-', '')}`;
};

/**
 * The uuid of one of several things that a call makes, the same at each try: `resource` is the uuid that a repeat of the
 * call brings again, `part` tells the things apart. It sorts with what was made at the time of the first try.
 */
export const uuidWithin = (resource: string, part: string): string => {
  const hash = createHash('sha256').update(`${resource}/${part}`).digest('hex');
  return `${resource.slice(0, 14)}7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
};

export const formatNullable = (prefix: IdPrefix, uuid: string | null): string | null =>
  uuid === null ? null : formatId(prefix, uuid);

/** The uuid in an id of that kind, or null. */
export const uuidIn = (prefix: IdPrefix, id: string): string | null => {
  const hex = id.startsWith(`${prefix}_`) ? id.slice(prefix.length + 1) : '';
  return HEX.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
};

/** The uuid in an id. @throws `not_found`: what has no such id is not there. */
export const parseId = (prefix: IdPrefix, id: string): string => {
  const uuid = uuidIn(prefix, id);
  if (uuid === null) throw failure('not_found', `${id.slice(0, 60)} não existe`, `There is no ${id.slice(0, 60)}`);
  return uuid;
};
