import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SelectionQueue } from '../services/selections/selection-queue.js';

/** Adds `GET /metrics` in the text format of Prometheus. */
export function serveMetrics(app: FastifyInstance, queue: SelectionQueue): void {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'alaas_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'alaas_http_request_seconds',
    help: 'Seconds from a request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  new Gauge({
    name: 'alaas_selections',
    help: 'Selections that wait and that are at work',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'waiting' }, queue.size.waiting);
      this.set({ state: 'running' }, queue.size.running);
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method: request.method, route, status: reply.statusCode });
    seconds.observe({ method: request.method, route }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
