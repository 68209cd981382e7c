import { configure } from '@testing-library/preact'

/** How long a test waits for something to appear: a busy machine may need seconds, an idle one does not. */
export const PATIENCE = { timeout: 15_000 }

configure({ asyncUtilTimeout: PATIENCE.timeout })
