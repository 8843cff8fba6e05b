/** One attempt of a delivery. Asked twice it changes nothing: the second finds that `tries` has moved on. */
export interface WebhookAttempt {
  tenantId: string;
  deliveryId: string;
  /** Grows with each replay by hand: whatever was under way before it ends. */
  round: number;
  /** Attempts so far in this round. */
  tries: number;
}

/** `pauseMs`: until the next attempt. `over`: how it came out, for whoever reads the history. */
export type AfterAttempt = { over: string } | { tries: number; pauseMs: number };

export interface WebhookActivities {
  'trama.deliverWebhook'(ask: WebhookAttempt): Promise<AfterAttempt>;
}
