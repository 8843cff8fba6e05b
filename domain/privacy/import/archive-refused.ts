/** Why an archive is not taken in. Codes are forever (docs/privacy.md). */
export type RefusalCode =
  /** No gzip, no tar, or cut short. */
  | 'archive_damaged'
  /** Another format, or a newer version of it. */
  | 'archive_unknown'
  /** Its files are not those that its manifest names. */
  | 'archive_mismatch'
  /** A row, a file or a setting is not what the catalogue says. */
  | 'archive_invalid'
  /** More than is taken, or than what was sent can hold in earnest. */
  | 'archive_too_large'
  /** The account had something of its own when its turn came. */
  | 'not_empty'
  /** An owner gave it up. */
  | 'cancelled';

/** It stays refused, however often it is tried. */
export class ArchiveRefused extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }
}
