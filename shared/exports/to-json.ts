import type { WalkRecord } from './walk.ts'

/** Everything that was recorded, in the shapes of the control API, for programs. */
export function toJson(record: WalkRecord): string {
  return `${JSON.stringify({ format: 'dcr-lab-journey', ...record }, undefined, 2)}\n`
}
