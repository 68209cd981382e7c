import { join } from 'node:path'

/** The lockfiles and start programs of the servers; the frame runs from the root of the repository. */
export const PACKAGES = join(process.cwd(), 'e2e', 'interop', 'packages')
