import { setImmediate } from 'node:timers/promises'

const SLICE_MS = 4

/** Lets everything else run between slices of a long piece of work: await it after each small step. */
export function takeTurns(): () => Promise<void> | undefined {
  let began = performance.now()
  const rest = async (): Promise<void> => {
    await setImmediate()
    began = performance.now()
  }
  return () => (performance.now() - began < SLICE_MS ? undefined : rest())
}
