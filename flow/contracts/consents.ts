/** Channels that a contact has an address of. */
export const CONTACT_CHANNELS = ['email', 'telegram', 'whatsapp', 'phone', 'sms'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

export interface ContactAddress {
  channel: ContactChannel;
  /** An e-mail, a number, a chat's id. */
  address: string;
}

export interface ConsentEntry extends ContactAddress {
  /** `marketing`, `pesquisa` …; `*`: everything. */
  purpose: string;
  given: boolean;
  /** Where it was said: a page, a conversation, a paper. */
  source: string;
  evidence?: string | null | undefined;
  runId?: string | null | undefined;
  /** A repeat under it writes nothing. */
  effectKey?: string | undefined;
}

export interface Consent {
  /** `unknown`: nobody ever said anything. */
  status: 'given' | 'withdrawn' | 'unknown';
  /** ISO 8601 UTC. */
  since: string | null;
}

/** The ledger of who agreed to what. */
export interface Consents {
  check(tenantId: string, contact: ContactAddress, purpose: string): Promise<Consent>;
  record(tenantId: string, entry: ConsentEntry): Promise<void>;
}
