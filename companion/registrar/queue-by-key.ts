/** Carries out tasks that have one key one after the other, in the order in which they were asked for. */
export type QueueByKey = <T>(key: string, task: () => Promise<T>) => Promise<T>

/** A task that fails does not fail those behind it. Tasks with different keys do not wait for each other. */
export function createQueueByKey(): QueueByKey {
  const last = new Map<string, Promise<unknown>>()
  return async (key, task) => {
    const before = last.get(key) ?? Promise.resolve()
    const own = before.catch(() => undefined).then(task)
    last.set(key, own)
    try {
      return await own
    } finally {
      if (last.get(key) === own) last.delete(key)
    }
  }
}
