const BYTES_BETWEEN = 8 * 1024 * 1024

let bytes = 0

/**
 * Collects V8's young generation after each 8 MiB of bodies, where the program exposes `gc`: the buffers of
 * sockets lie outside of the heap, where V8 hardly sees their weight, and would wait for the garbage
 * collector until the process has grown by tens of MiB. A program for which it does not matter, such as a
 * test runner with a companion in it, does not expose `gc`.
 */
export function countBodyBytes(length: number): void {
  bytes += length
  if (bytes < BYTES_BETWEEN) return
  bytes = 0
  globalThis.gc?.({ type: 'minor' })
}
