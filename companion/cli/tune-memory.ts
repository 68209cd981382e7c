import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Sets V8 up for a gateway. For programs, not for libraries: it holds for the whole process. Call it before
 * anything else.
 *
 * - Allocation-site pretenuring is off. It would allocate per-call objects in the old generation, because the
 *   objects of the first, recorded calls lived long. Old objects also keep everything they refer to alive
 *   until a full collection; a call at 256 connections then costs half as much again.
 * - `globalThis.gc` is there, as with `node --expose-gc`, for the gateway to collect what bodies leave behind.
 *
 * @see [V8's flag `allocation_site_pretenuring`](https://chromium.googlesource.com/v8/v8/+/refs/heads/main/src/flags/flag-definitions.h)
 */
export function tuneMemory(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
  setFlagsFromString('--expose-gc')
  globalThis.gc = runInNewContext('gc') as typeof globalThis.gc
}
