import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasDisplay } from './has-display.mjs'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, 'dist', 'companion', 'dcr-lab.mjs')
const EXTENSION = join(ROOT, 'dist', 'extension', 'chrome-mv3')

/**
 * Runs the built command line with this process's arguments and ends the process.
 *
 * @param {{ buildExtension?: () => Promise<void> }} [host]
 */
export async function main(host = {}) {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  if (!existsSync(BUILT)) {
    console.error('Not built: npm run build')
    process.exit(1)
  }
  const { runCommandLine } = await import(BUILT)
  const code = await runCommandLine(process.argv.slice(2), {
    ...host,
    extension: EXTENSION,
    openBrowser,
  })
  process.exit(code)
}

/** A reader such as `head` may leave early; the command still ends cleanly, with its own exit code. */
function ignoreClosedPipe(error) {
  if (error.code !== 'EPIPE') throw error
}

/** A browser is a convenience: without one the terminal says how to load the extension. */
async function openBrowser(options) {
  if (!hasDisplay()) return false
  try {
    const opener = await import('./open-browser.mjs')
    return await opener.openBrowser({ ...options, extension: EXTENSION })
  } catch (error) {
    const isMissing = error.code === 'ERR_MODULE_NOT_FOUND'
    const reason = isMissing
      ? 'that takes the package @playwright/test beside this one'
      : error.message.split('\n')[0]
    console.error(`The browser could not be opened: ${reason}`)
    return false
  }
}
