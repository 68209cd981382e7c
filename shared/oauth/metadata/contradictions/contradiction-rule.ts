import type { MetadataView } from '../metadata-view.ts'

/** Two or more members that do not go together. */
export interface ContradictionRule {
  /** Where the sentence stands. */
  field: string
  /** The other members that take part. */
  others: readonly string[]
  /** @returns What is wrong, and how to mend it. */
  find: (metadata: MetadataView) => string | undefined
}
