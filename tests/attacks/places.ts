/**
 * The address of somebody in a network for tests (RFC 2544), as a proxy beside the product tells it. No rule of a tenant
 * that is drawn here lets it in or keeps it out.
 */
export const nthPlace = (n: number): string => `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;
