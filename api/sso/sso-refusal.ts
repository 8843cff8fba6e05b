import type { NotAdmitted } from '#domain/sso/admit-person.ts';

/** Why a way by a tenant's provider ends outside. It stands in an address and in the last try of a set-up. */
export type SsoRefusal =
  | NotAdmitted
  /** No such way: of another browser, over, used before, or the set-up has changed since. */
  | 'unknown_way'
  /** The provider itself said no. */
  | 'provider_refused'
  | 'provider_unreachable'
  | 'client_refused'
  | 'malformed'
  | 'unsigned'
  | 'signature'
  | 'encrypted'
  | 'issuer'
  | 'audience'
  | 'recipient'
  | 'expired'
  | 'other_request'
  | 'no_subject'
  | 'no_email'
  | 'email_unverified'
  | 'not_of_directory';

/** Ends a way. `detail` is for the log: it names no secret and no token. */
export class SsoRefused extends Error {
  override name = 'SsoRefused';
  readonly reason: SsoRefusal;
  constructor(reason: SsoRefusal, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.reason = reason;
  }
}
