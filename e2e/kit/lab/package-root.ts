import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder of this package, whether it is installed or worked on. */
export const PACKAGE_ROOT = dirname(createRequire(import.meta.url).resolve('dcr-lab/package.json'))

/** The program that serves the companion of a test worker. */
export const KIT_PROGRAM = join(PACKAGE_ROOT, 'dist', 'companion', 'kit-companion.mjs')

/** The built extension, for Chromium. */
export const EXTENSION = join(PACKAGE_ROOT, 'dist', 'extension', 'chrome-mv3')
