const GB = 1024 ** 3;

/** Bytes of an archive, unpacked, that an account takes in, by its plan: rows and files together. */
const PLAIN_BYTES: Readonly<Record<string, number>> = {
  FREE: 4 * GB,
  STARTER: 8 * GB,
  BUSINESS: 16 * GB,
  ENTERPRISE: 64 * GB,
};

export const plainBytesOf = (plan: string): number => PLAIN_BYTES[plan] ?? 4 * GB;
