import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus figures of this process: how it does, never whose data it holds. */
export class ApiMetrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

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

  observe({ method, route, status, ms }: { method: string; route: string; status: number; ms: number }): void {
    this.#requests.observe({ method, route, status: String(status) }, ms / 1000);
  }
}
