import * as z from '../zod.ts'

const MOST = 1_000_000_000_000

/** A number of a definition or a policy: as large as Tyk's ones, and small enough for a date in seconds. */
export const TykNumber = z.number().min(-MOST).max(MOST)
