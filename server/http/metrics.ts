/** Figures for Prometheus: requests by route and status, pools, jobs. No label ever holds an id or a name. */

import type { Pool } from 'pg'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  readonly request: (labels: { readonly method: string; readonly route: string; readonly status: number }, seconds: number) => void
  readonly text: () => Promise<string>
  readonly contentType: string
}

export type Measured = {
  readonly pools: Readonly<Record<string, Pool>>
  readonly countJobs: () => Promise<Readonly<Record<string, number>>>
  /** Does the transparency log sign? */
  readonly logSigns?: () => boolean
}

export function createMetrics({ pools, countJobs, logSigns = () => true }: Measured): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'mingjian_' })
  const requests = new Histogram({
    name: 'mingjian_request_duration_seconds',
    help: 'Time to answer a request, by endpoint.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  new Gauge({
    name: 'mingjian_pool_connections',
    help: 'Database connections by pool: in use, idle, and requests waiting for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'used' }, totalCount - idleCount)
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'waiting' }, waitingCount)
      }
    },
  })
  new Gauge({
    name: 'mingjian_jobs',
    help: 'Jobs by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await countJobs().catch(() => ({})))) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'mingjian_log_signing',
    help: '1 while the transparency log signs, 0 when it refuses: /log/status and the log of the server say why.',
    registers: [registry],
    collect() {
      this.set(logSigns() ? 1 : 0)
    },
  })
  return {
    request: ({ method, route, status }, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
