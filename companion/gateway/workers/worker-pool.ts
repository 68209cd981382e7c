import cluster, { type Worker } from 'node:cluster'
import type { CompanionCalls, WorkerCalls } from './calls.ts'
import { type Handlers, type Line, openLine } from './line.ts'

/** A worker that dies while it starts is followed by the next one after this long. */
const RESTART_MS = 500
const CLOSE_MS = 3_000

export interface WorkerPoolDeps {
  size: number
  /** The program of a worker, as a file. */
  program: string
  handlers: Handlers<CompanionCalls>
  /** Sends a new worker its data; the worker serves once this has resolved. */
  start: (line: Line<WorkerCalls>) => Promise<void>
  /** Called when a worker has ended unexpectedly. */
  onLost: (how: string) => void
}

/** Worker processes that share one listener. One that ends is replaced. */
export class WorkerPool {
  readonly #deps: WorkerPoolDeps
  /** Calls for the workers that can answer. */
  readonly #lines = new Map<Worker, Line<WorkerCalls>>()
  readonly #workers = new Set<Worker>()
  #isClosing = false

  constructor(deps: WorkerPoolDeps) {
    this.#deps = deps
  }

  /** @throws Error when a worker does not start. */
  async open(): Promise<void> {
    await Promise.all(Array.from({ length: this.#deps.size }, () => this.#fork()))
  }

  /** Asks all workers; one that ends meanwhile has no answer. */
  async askAll<N extends keyof WorkerCalls>(
    name: N,
    input: Parameters<WorkerCalls[N]>[0],
  ): Promise<ReturnType<WorkerCalls[N]>[]> {
    const answers = await Promise.allSettled(
      [...this.#lines.values()].map((line) => line.ask(name, input)),
    )
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  }

  /** Lets open requests finish for a while, then ends every worker. */
  async close(): Promise<void> {
    this.#isClosing = true
    await Promise.race([this.askAll('close', undefined), wait(CLOSE_MS)])
    await Promise.all([...this.#workers].map(end))
  }

  async #fork(): Promise<void> {
    cluster.setupPrimary({ exec: this.#deps.program, args: [], serialization: 'advanced' })
    const worker = cluster.fork()
    const line = openLine<WorkerCalls, CompanionCalls>(
      {
        send: (message) => void (worker.isConnected() && worker.send(message as never)),
        onMessage: (listener) => worker.on('message', listener),
      },
      this.#deps.handlers,
    )
    let hasStarted = false
    this.#workers.add(worker)
    // A channel that breaks says so here and in its exit; the exit is what counts.
    worker.on('error', () => undefined)
    worker.once('exit', (code, signal) => {
      this.#workers.delete(worker)
      this.#lines.delete(worker)
      line.end()
      if (this.#isClosing || !hasStarted) return
      this.#deps.onLost(signal || `status ${code}`)
      this.#replace()
    })
    await hearFrom(worker)
    this.#lines.set(worker, line)
    await this.#deps.start(line)
    hasStarted = true
  }

  #replace(): void {
    if (this.#isClosing) return
    this.#fork().catch(() => setTimeout(() => this.#replace(), RESTART_MS).unref())
  }
}

/** Until its program listens to the channel: what is sent before is lost. */
function hearFrom(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('exit', () => reject(new Error('A worker of the gateway did not start')))
  })
}

function end(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.isDead()) return resolve()
    worker.once('exit', () => resolve())
    worker.process.kill('SIGKILL')
  })
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref())
}
