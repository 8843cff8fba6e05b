import { createHmac } from 'node:crypto';
import type { StripeEvent } from './objects.ts';

/** Where events go, and the secrets that they are signed with: two while one is being changed. */
export interface Endpoint {
  url: string;
  secrets: readonly string[];
}

export interface Sent {
  event: string;
  type: string;
  /** 0: nobody answered. */
  status: number;
}

const TRIES = 6;
const PAUSE_MS = 250;

/** `t=…,v1=…`: one for each secret. */
export const signature = (body: string, secrets: readonly string[], atSeconds: number): string =>
  [
    `t=${atSeconds}`,
    ...secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')}`),
  ].join(',');

/**
 * Sends events as Stripe does: signed, again where nobody took them, in no order that one may rely on. `held`: until somebody
 * asks for them, twice, turned round, changed or never.
 */
export class Deliveries {
  endpoint: Endpoint | null = null;
  held = true;
  readonly sent: Sent[] = [];
  readonly waiting: StripeEvent[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  /** Real time: a signature is of the moment when it is sent. */
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  take(event: StripeEvent): void {
    if (this.held || !this.endpoint) {
      this.waiting.push(event);
      return;
    }
    const going = this.#untilTaken(event).finally(() => this.#underWay.delete(going));
    this.#underWay.add(going);
  }

  /** Sends what waits, in this order. @returns the statuses */
  async release(order: (events: StripeEvent[]) => StripeEvent[] = (events) => events): Promise<number[]> {
    const statuses: number[] = [];
    for (const event of order(this.waiting.splice(0))) statuses.push(await this.send(event));
    return statuses;
  }

  /** Once. `lie`: what stands in it in place of the truth, signed all the same. */
  async send(
    event: StripeEvent,
    more: { lie?: object; ageS?: number; secrets?: readonly string[] } = {},
  ): Promise<number> {
    if (!this.endpoint) throw new Error('nobody listens');
    const told = more.lie ? { ...event, data: { object: { ...(event.data.object as object), ...more.lie } } } : event;
    const body = JSON.stringify(told);
    const at = Math.floor(this.#nowMs() / 1_000) - (more.ageS ?? 0);
    const header = signature(body, more.secrets ?? this.endpoint.secrets, at);
    const status = await fetch(this.endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header },
      body,
    }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    this.sent.push({ event: event.id, type: event.type, status });
    return status;
  }

  async #untilTaken(event: StripeEvent): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const status = await this.send(event);
      if (status >= 200 && status < 300) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** tries));
    }
  }

  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
