import { createServer, type Server } from 'node:http';
import type { Queue } from 'bullmq';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueWorker, WorkerEvent } from './worker.ts';

/** What a worker measures of itself, for Prometheus. */
export class WorkerMetrics {
  readonly registry = new Registry();
  readonly #done = new Counter({
    name: 'ariadne_attempts_total',
    help: 'Attempts that this worker has finished, by their outcome.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  readonly #seconds = new Histogram({
    name: 'ariadne_attempt_seconds',
    help: 'Time from taking an attempt off the queue to its result being there.',
    buckets: [0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1800],
    registers: [this.registry],
  });
  readonly #bytes = new Counter({
    name: 'ariadne_result_bytes_total',
    help: 'Size of the results, packed.',
    registers: [this.registry],
  });
  readonly #givenBack = new Counter({
    name: 'ariadne_given_back_total',
    help: 'Attempts that were taken and given back.',
    registers: [this.registry],
  });
  readonly #trouble = new Counter({
    name: 'ariadne_worker_errors_total',
    help: 'Errors of the queue: locks that were lost, commands that failed.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Reads what is asked for when it is asked for. */
  watch(worker: QueueWorker, places: number, queue: Queue): void {
    const registers = [this.registry];
    new Gauge({ name: 'ariadne_places', help: 'Attempts that this worker makes at a time.', registers }).set(places);
    new Gauge({
      name: 'ariadne_active',
      help: 'Attempts under way in this worker.',
      registers,
      collect() {
        this.set(worker.active);
      },
    });
    new Gauge({
      name: 'ariadne_queue_jobs',
      help: 'Attempts on the queue that this worker serves, by state.',
      labelNames: ['state'] as const,
      registers,
      async collect() {
        const counts = await queue.getJobCounts('prioritized', 'waiting', 'active', 'delayed', 'completed', 'failed');
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
      },
    });
  }

  readonly listen = (event: WorkerEvent): void => {
    switch (event.kind) {
      case 'taken':
        return;
      case 'done': {
        const { result } = event;
        const steps = result.kind === 'steps' ? (result.steps.length > 0 ? 'proved' : 'failed') : undefined;
        this.#done.inc({ outcome: steps ?? (result.kind === 'attempt' ? result.outcome.kind : '') });
        this.#seconds.observe(event.seconds);
        this.#bytes.inc(event.bytes);
        return;
      }
      case 'given-back':
        this.#givenBack.inc();
        return;
      case 'trouble':
        this.#trouble.inc();
        return;
    }
  };

  /** `GET /metrics`, and nothing else. */
  serve(): Server {
    return createServer(async (request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end('Metrics are at /metrics.\n');
        return;
      }
      try {
        // While Redis is away, the depth of the queue is not known.
        const text = await this.registry.metrics();
        response.writeHead(200, { 'content-type': this.registry.contentType }).end(text);
      } catch {
        response.writeHead(503).end();
      }
    });
  }
}
