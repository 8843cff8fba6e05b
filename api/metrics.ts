import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
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
    this.#requests = new Histogram({
      name: 'trama_http_request_seconds',
      help: 'Time to answer a request, by route pattern',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 30],
      registers: [this.registry],
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
