import { hash } from 'node:crypto';

/** Tokens of 256 random bits are kept as this and nothing else; so much chance needs no salt. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');
