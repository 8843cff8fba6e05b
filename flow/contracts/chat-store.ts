import type { Json, JsonObject } from '../json.ts';
import type { ConnectionValue } from './connection-value.ts';

/** One message that leaves, by the action's idempotency key: it counts once where its answer was kept. */
export interface Outgoing {
  tenantId: string;
  effectKey: string;
  runId: string;
  /** `con_…`: through whom. */
  connection: string;
  /** The channel's own name of the chat, or the id of a conversation (`cnv_…`). */
  chat: string;
  /** What is said, for the conversation's history. */
  content: JsonObject;
}

export type Claim =
  /** It went out before, and this is what the other side answered. */
  | { kind: 'sent'; answer: Json }
  /** `chat`: the channel's own name of it. `notBeforeMs` (epoch): the pace of chat and account lets it go then. */
  | { kind: 'send'; conversation: string; chat: string; notBeforeMs: number };

/** A question that a run waits for an answer to. */
export interface Question {
  /** Names it on its buttons. */
  tag: string;
  /** Under which key the run hears the answer. */
  replyKey: string;
  /** ISO 8601; null: it waits as long as its run. */
  until: string | null;
}

/** Where a run's message goes. */
export interface Correspondent {
  conversation: string;
  channel: string;
  connection: ConnectionValue;
}

/**
 * Conversations, and what went out in them. Kept outside of runs: a repeat after a crash finds the first answer, and the
 * pace of an account is one for all processes.
 */
export interface ChatStore {
  /** Takes a place in the line of its chat and account, once an effect key. */
  claim(message: Outgoing): Promise<Claim>;
  /** Keeps the other side's answer, before anything else is done with it. */
  sent(tenantId: string, effectKey: string, answer: Json): Promise<void>;
  /** Notes why it did not go out; another attempt may still send it. `unreachable`: the contact wants no messages. */
  failed(tenantId: string, effectKey: string, error: { code: string; unreachable: boolean }): Promise<void>;
  /** The other side asked for a pause: nobody sends through the account before `untilMs` (epoch). */
  hush(tenantId: string, connection: string, untilMs: number): Promise<void>;
  /** The chat has another name from now on. */
  moved(tenantId: string, connection: string, from: string, to: string): Promise<void>;
  /**
   * The conversation that `to` names (`cnv_…`, or `telegram/<connection>/<chat>`), or else the one that began the run.
   * Fails with `no_conversation`, `missing_connection`.
   */
  find(tenantId: string, runId: string, to: string | null): Promise<Correspondent>;
  /** The channel's own name of a conversation's chat, and its connection. Fails with `no_conversation`. */
  chatOf(tenantId: string, conversation: string): Promise<{ chat: string; connection: string }>;
  /** Before a question is sent: its answer goes to this run first. */
  ask(tenantId: string, runId: string, conversation: string, question: Question): Promise<void>;
}
