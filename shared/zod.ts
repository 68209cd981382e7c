import { config } from 'zod'

// An MV3 page forbids eval, and zod's compiled parsers probe for it: every such page would log a
// policy violation. All of the project imports zod from here, so that the probe never runs.
config({ jitless: true })

export * from 'zod'
