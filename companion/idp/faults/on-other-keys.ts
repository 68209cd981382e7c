import type { FaultInjector } from './fault-injector.ts'

/**
 * Calls back when faults of the key set begin or end: who keeps the keys that were published before would not
 * meet them.
 */
export function onOtherKeys(faults: FaultInjector, listener: () => void): void {
  const list = (): string =>
    faults
      .list()
      .flatMap(({ id, dialect = '' }) => (id.startsWith('jwks') ? `${id} ${dialect}` : []))
      .join()
  let last = list()
  faults.subscribe(() => {
    const now = list()
    if (now === last) return
    last = now
    listener()
  })
}
