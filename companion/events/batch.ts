/** Collects the items of a short while and delivers them together. */
export interface Batch<T> {
  add(item: T): void
  /** Delivers the collected items now. */
  flush(): void
}

export interface BatchOptions<T> {
  /** Milliseconds from the first item to the delivery. */
  delayMs: number
  deliver: (items: T[]) => void
}

/**
 * Batches, since a gateway under load decides thousands of times a second and no person reads each decision.
 */
export function createBatch<T>({ delayMs, deliver }: BatchOptions<T>): Batch<T> {
  let items: T[] = []
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (items.length === 0) return
    const taken = items
    items = []
    deliver(taken)
  }

  return {
    add(item) {
      items.push(item)
      timer ??= setTimeout(flush, delayMs).unref()
    },
    flush,
  }
}
