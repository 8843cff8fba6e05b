import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { sendWebhook } from '#activities/outbound/send-webhook.ts';
import type { Dialer } from '#connectors/dialer.ts';
import { startWebhookRetry } from '#domain/dispatch/start-webhook-retry.ts';
import type { Mailer } from '#domain/mail/mailer.ts';
import { type ClaimedDelivery, claimDeliveries, claimHeads, claimRetries } from '#domain/outbound/claim-deliveries.ts';
import { finishAttempt, noteHanded } from '#domain/outbound/finish-attempt.ts';
import { type LoadedDelivery, loadDeliveries, putOff } from '#domain/outbound/load-deliveries.ts';
import { CHANNEL } from '#domain/outbound/tell-endpoints.ts';
import { type Listener, listenTo } from '#prisma/listener.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Slots } from './slots.ts';

/** Looked at by itself so often; facts say at once that there is something. */
const LOOK_MS = 500;
const RETRIES_MS = 5_000;
const MOST_AT_ONCE = 100;
/** A receiver that hangs holds no more than this, so that the others do not wait for it. */
const PER_ENDPOINT = 20;
/** A tenant's receivers that hang do not keep out those of the others. */
const PER_TENANT = 40;
const HEADS = 50;
const HEADS_PER_TENANT = 20;
/** An endpoint that has to wait is passed by for so long at most: somebody may let it go on before. */
const PASSED_BY_MS = 5_000;
const RETRIES = 100;

interface Deps {
  database: Database;
  client: Pick<Client, 'workflow'>;
  dial: Pick<Dialer, 'stream'>;
  mail: Pick<Mailer, 'sendLater'>;
  /** PostgreSQL, where facts say that something is due. */
  noticesUrl: string;
  log: Logger;
}

/**
 * Sends webhooks: the first attempt of each from here, straight from its row; what fails goes on as a workflow of its own.
 * The row is what is certain: a lease on it ends with the process, and whoever comes next sends it again, under its id.
 */
export class Webhooks {
  readonly #deps: Deps;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** By endpoint. */
  readonly #busy = new Slots();
  /** By tenant; those with an order have room of their own. */
  readonly #free = new Slots();
  readonly #heads = new Slots();
  /** Endpoints that go slower, or asked us to wait: until when (ms). */
  readonly #waits = new Map<string, number>();
  readonly #running: Promise<unknown>;
  readonly #notices: Listener;
  #called = false;
  #call: () => void = () => {};

  constructor(deps: Deps) {
    this.#deps = deps;
    // Each request that is under way listens to it.
    setMaxListeners(2 * MOST_AT_ONCE, this.#stop.signal);
    this.#notices = listenTo(
      { url: deps.noticesUrl, channel: CHANNEL },
      {
        heard: () => this.look(),
        onBack: () => this.look(),
        onError: (err) => deps.log.warn({ err }, 'PostgreSQL, notices of webhooks'),
      },
    );
    this.#running = Promise.all([
      this.#always(() => this.#first(), LOOK_MS),
      this.#always(() => this.#retries(), RETRIES_MS),
    ]);
  }

  /** Something is due, or may be. */
  look(): void {
    this.#called = true;
    this.#call();
  }

  /** What is being sent is let go of: its lease ends, and somebody sends it again. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#call();
    await this.#notices.close();
    await this.#running;
    // What was being read when it stopped may begin to send, and sees that it may not.
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #always(turn: () => Promise<void>, everyMs: number): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let failed = false;
      await turn().catch((error: unknown) => {
        failed = true;
        if (!signal.aborted) this.#deps.log.warn({ err: error }, 'webhooks cannot be looked at');
      });
      if (everyMs === LOOK_MS && !failed) await this.#rest(everyMs);
      else await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until somebody calls, and for so long at most. */
  async #rest(ms: number): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (!this.#called)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#call = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#called = false;
  }

  async #first(): Promise<void> {
    const { admin } = this.#deps.database;
    const limit = MOST_AT_ONCE - this.#free.all;
    if (limit > 0) {
      const full = [...this.#busy.withAtLeast(PER_ENDPOINT), ...this.#waiting()];
      const shares = { perTenant: PER_TENANT, underWay: this.#free.taken };
      this.#take(await claimDeliveries(admin, { limit, perEndpoint: PER_ENDPOINT, full, ...shares }), this.#free);
    }
    const heads = HEADS - this.#heads.all;
    if (heads > 0) {
      const shares = { perTenant: HEADS_PER_TENANT, underWay: this.#heads.taken };
      this.#take(await claimHeads(admin, { limit: heads, ...shares }), this.#heads);
    }
  }

  #waiting(): string[] {
    const now = Date.now();
    for (const [endpoint, until] of this.#waits) if (until <= now) this.#waits.delete(endpoint);
    return [...this.#waits.keys()];
  }

  #take(claimed: readonly ClaimedDelivery[], slots: Slots): void {
    const byTenant = new Map<string, ClaimedDelivery[]>();
    for (const one of claimed) byTenant.set(one.tenantId, [...(byTenant.get(one.tenantId) ?? []), one]);
    for (const [tenantId, some] of byTenant) this.#begin(this.#tenant(tenantId, some, slots));
  }

  async #tenant(tenantId: string, claimed: readonly ClaimedDelivery[], slots: Slots): Promise<void> {
    const { database } = this.#deps;
    const busy = new Set(claimed);
    const free = (one: ClaimedDelivery): void => {
      if (!busy.delete(one)) return;
      this.#busy.free(one.endpoint);
      slots.free(tenantId);
    };
    for (const { endpoint } of claimed) {
      this.#busy.take(endpoint);
      slots.take(tenantId);
    }
    try {
      const ids = claimed.map(({ deliveryId }) => deliveryId);
      const { ready, later } = await database.withTenant(tenantId, async (db) => {
        const loaded = await loadDeliveries(db, ids, 'due');
        await putOff(db, loaded.later, 'due');
        return loaded;
      });
      for (const { endpoint, waitMs } of later) this.#waits.set(endpoint, Date.now() + Math.min(waitMs, PASSED_BY_MS));
      const readyById = new Map(ready.map((delivery) => [delivery.deliveryId, delivery]));
      for (const one of claimed) {
        const delivery = readyById.get(one.deliveryId);
        if (delivery) this.#begin(this.#send(tenantId, delivery).finally(() => free(one)));
        else free(one);
      }
    } catch (error) {
      for (const one of claimed) free(one);
      throw error;
    }
  }

  async #send(tenantId: string, delivery: LoadedDelivery): Promise<void> {
    const { database, dial, mail } = this.#deps;
    const attempt = await sendWebhook(dial, delivery, this.#stop.signal);
    const { state, tries, pauseMs, letters } = await database.withTenant(tenantId, (db) =>
      finishAttempt(db, { ...delivery, handed: false }, attempt),
    );
    for (const letter of letters) mail.sendLater(letter);
    this.look();
    const { deliveryId, round } = delivery;
    if (state === 'retrying') await this.#hand({ tenantId, deliveryId, round, tries }, pauseMs, false);
  }

  /** What Temporal does not hear of now is found by `claimRetries`. */
  async #hand(
    retry: { tenantId: string; deliveryId: string; round: number; tries: number },
    pauseMs: number,
    lost: boolean,
  ): Promise<void> {
    await startWebhookRetry(this.#deps.client, { ...retry, pauseMs }, lost);
    await this.#deps.database.withTenant(retry.tenantId, (db) => noteHanded(db, retry));
  }

  async #retries(): Promise<void> {
    for (const { lost, ...retry } of await claimRetries(this.#deps.database.admin, RETRIES))
      await this.#hand(retry, 0, lost);
  }

  #begin(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#deps.log.warn({ err: error }, 'a webhook is left to its lease');
      })
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }
}
