export const NOTE_LEVELS = ['info', 'success', 'warning', 'error'] as const;
export type NoteLevel = (typeof NOTE_LEVELS)[number];

/** One of them is named by e-mail, many by their role, all by `all`. */
export interface Note {
  to: readonly string[];
  title: string;
  body: string;
  level: NoteLevel;
  /** A path of the builder, or an address that begins with https. */
  link: string | null;
  /** Null: it is of no run. */
  runId: string | null;
  flowId: string;
  /** A repeat under it changes nothing. */
  effectKey: string;
}

/** A browser that takes push messages. */
export interface PushTarget {
  id: string;
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** The people of a tenant, and how they are reached inside the product. */
export interface Notifications {
  /** Writes one for each person who is meant, and gives their e-mails. None: nobody fits `to`. */
  add(tenantId: string, note: Note): Promise<{ to: string[] }>;
  pushTargets(tenantId: string, to: readonly string[]): Promise<PushTarget[]>;
  /** A browser that is gone. */
  dropTarget(tenantId: string, id: string): Promise<void>;
  /** What this installation signs push messages with: base64url, and who answers for it. */
  vapid(): { publicKey: string; privateKey: string; subject: string };
}
