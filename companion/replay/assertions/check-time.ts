import { performance } from 'node:perf_hooks'
import { createContext, runInContext } from 'node:vm'

/** The longest that one check may hold up the companion, and all checks of a set together. */
const BOUNDS_MS = { one: 1000, all: 10_000 }

/** For the limit only: what runs in it is code of this program, which it does not keep in. */
const context = createContext({})

/**
 * Time for the checks of one set. A stranger's regular expression, path or schema can be made to take
 * forever; it is stopped where it stands.
 */
export class CheckTime {
  readonly #bounds: typeof BOUNDS_MS
  #leftMs: number

  constructor(bounds = BOUNDS_MS) {
    this.#bounds = bounds
    this.#leftMs = bounds.all
  }

  /** @throws Error when the time is over, and whatever the work throws. */
  spend<T>(work: () => T): T {
    const timeout = Math.ceil(Math.min(this.#bounds.one, this.#leftMs))
    if (timeout <= 0)
      throw new Error(`the checks before took ${this.#bounds.all / 1000} s together`)
    const start = performance.now()
    try {
      context['work'] = work
      return runInContext('work()', context, { timeout }) as T
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        throw new Error(`it was stopped after ${timeout} ms`, { cause: thrown })
      if (thrown instanceof RangeError)
        throw new Error('it refers to itself, or nests, too deep', { cause: thrown })
      throw thrown
    } finally {
      this.#leftMs -= performance.now() - start
    }
  }
}
