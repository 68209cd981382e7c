import { AsyncLocalStorage } from 'node:async_hooks'

const trails = new AsyncLocalStorage<string[]>()

/** Collects the exchanges of every call that the work makes, whichever room makes it. */
export function followExchanges<T>(trail: string[], work: () => Promise<T>): Promise<T> {
  return trails.run(trail, work)
}

/** Adds an exchange to the trail of the work that is under way, if there is one. */
export function noteExchange(id: string): void {
  trails.getStore()?.push(id)
}
