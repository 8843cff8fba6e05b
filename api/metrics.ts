import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { outside } from '#config/outside-calls.ts';
import type { Backlog } from '#domain/dispatch/backlog.ts';

/** Prometheus figures of this process: how it does, never whose data it holds. */
export class ApiMetrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  readonly #waiting = this.#gauge('trama_tasks_waiting', 'Tasks that no worker has taken, by kind');
  readonly #age = this.#gauge('trama_tasks_oldest_seconds', 'How long the oldest waiting task waits, by kind');
  readonly #added = this.#gauge('trama_tasks_added_per_second', 'Tasks that came, by kind');
  readonly #taken = this.#gauge('trama_tasks_taken_per_second', 'Tasks that workers took, by kind');
  readonly #outbox = new Gauge({
    name: 'trama_outbox_waiting',
    help: 'Rows that Temporal should have heard of by now',
    registers: [this.registry],
  });

  #gauge(name: string, help: string): Gauge<'type'> {
    return new Gauge({ name, help, labelNames: ['type'], registers: [this.registry] });
  }

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.#outside();
    this.#requests = new Histogram({
      name: 'trama_http_request_seconds',
      help: 'Time to answer a request, by route pattern',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 30],
      registers: [this.registry],
    });
  }

  /** Whom the product calls by itself, asked when the figures are. */
  #outside(): void {
    new Gauge({
      name: 'trama_outside_closed',
      help: '1: this service failed again and again, and is left alone for a while',
      labelNames: ['to'],
      registers: [this.registry],
      collect() {
        for (const { name, state } of outside.states()) this.set({ to: name }, state === 'closed' ? 0 : 1);
      },
    });
    new Gauge({
      name: 'trama_outside_refused',
      help: 'Calls that were not made, since the service was left alone',
      labelNames: ['to'],
      registers: [this.registry],
      collect() {
        for (const { name, refused } of outside.states()) this.set({ to: name }, refused);
      },
    });
  }

  /** Breakers of flows that are open, of all tenants together, asked when the figures are. */
  breakers(open: () => number): void {
    new Gauge({
      name: 'trama_breakers_open',
      help: 'Hosts and connections that flows leave alone for a while, in this process',
      registers: [this.registry],
      collect() {
        this.set(open());
      },
    });
  }

  /** What providers of payments told us and nobody could read yet, asked when the figures are. */
  deliveries(count: () => Promise<{ waiting: number; dead: number }>): void {
    new Gauge({
      name: 'trama_billing_events',
      help: 'Deliveries of providers of payments that wait for over a minute, or were given up',
      labelNames: ['state'],
      registers: [this.registry],
      async collect() {
        // What nobody can tell is not told.
        const found = await count().catch(() => null);
        this.reset();
        for (const [state, n] of Object.entries(found ?? {})) this.set({ state }, n);
      },
    });
  }

  /** How late this process is, asked when the figures are. */
  late(ms: () => number): void {
    new Gauge({
      name: 'trama_late_seconds',
      help: 'How late this process is: its event loop, or work that waits for a connection to PostgreSQL',
      registers: [this.registry],
      collect() {
        this.set(ms() / 1000);
      },
    });
  }

  /** What waits for workers, as Temporal and the outbox say at this moment. */
  tell({ queues, outbox }: Backlog): void {
    for (const { type, waiting, ageSeconds, added, taken } of queues) {
      this.#waiting.set({ type }, waiting);
      this.#age.set({ type }, ageSeconds);
      this.#added.set({ type }, added);
      this.#taken.set({ type }, taken);
    }
    this.#outbox.set(outbox);
  }

  /** What nobody could tell is not told. */
  tellNothing(): void {
    for (const gauge of [this.#waiting, this.#age, this.#added, this.#taken]) gauge.reset();
    this.#outbox.remove();
  }

  observe({ method, route, status, ms }: { method: string; route: string; status: number; ms: number }): void {
    this.#requests.observe({ method, route, status: String(status) }, ms / 1000);
  }
}
