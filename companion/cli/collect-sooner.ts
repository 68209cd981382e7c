import { setFlagsFromString } from 'node:v8'

/** What the rows of about 25 000 registrations fill. */
const LARGE_LEDGER_BYTES = 32 * 1024 * 1024

/**
 * With a large ledger, lets V8's old generation grow by 30 % between two full collections rather than up to
 * fourfold: most of what pages and changes of a large ledger leave there is garbage, and it would stay until
 * the process has grown by half. A small process keeps V8's own pace, since calls of the gateway pay for
 * each collection.
 *
 * For programs, not for libraries: it holds for the whole process. Call it when the ledger has been read.
 *
 * @see [V8's flag `heap_growing_percent`](https://chromium.googlesource.com/v8/v8/+/refs/heads/main/src/flags/flag-definitions.h)
 */
export function collectSooner(): void {
  if (process.memoryUsage().arrayBuffers > LARGE_LEDGER_BYTES)
    setFlagsFromString('--heap-growing-percent=30')
}
