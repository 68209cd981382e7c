import type { MetadataView } from '../metadata-view.ts'

/** Two or more members that contradict each other. */
export interface ContradictionRule {
  /** The member whose field shows the sentence. */
  field: string
  /** The other members that take part. */
  others: readonly string[]
  /** @returns A sentence about the contradiction and how to fix it. */
  find: (metadata: MetadataView) => string | undefined
}
