/** Collects what happens in a short while and hands it on at once. */
export interface Batch<T> {
  add(item: T): void
  /** Hands on what is there now. */
  flush(): void
}

export interface BatchOptions<T> {
  /** Milliseconds from the first item to the hand-over. */
  delayMs: number
  deliver: (items: T[]) => void
}

/** A gateway under load decides thousands of times a second; nobody reads that one by one. */
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
