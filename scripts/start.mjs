// npm start: builds what changed, starts the companion, and opens a browser where there is a screen.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildCompanion, buildExtension } from './build.mjs'
import { hasDisplay } from './has-display.mjs'

const ROOT = join(import.meta.dirname, '..')
const MAIN = join(ROOT, 'dist', 'companion', 'main.mjs')
const EXTENSION = join(ROOT, 'dist', 'extension', 'chrome-mv3')

// On stderr: with --json the first line of stdout is for programs.
if (!existsSync(MAIN)) console.error('Building, which takes a few seconds the first time …')
await buildCompanion()
const { run } = await import(MAIN)
const running = await run(process.argv.slice(2))
if (running) await present(running)

/** @param {{ companion: any, options: any }} running */
async function present({ companion, options }) {
  await buildExtension('chrome')
  if (options.isJson) return
  const isOpen = !options.noOpen && hasDisplay() && (await open({ companion, options }))
  if (isOpen) console.log('The side panel is open in Chromium. Ctrl-C stops the companion.')
  else printHowToLoad()
}

/** @returns {Promise<boolean>} Whether a window is there now. */
async function open({ companion, options }) {
  try {
    const { openBrowser } = await import('./open-browser.mjs')
    return await openBrowser({
      // Each data directory has a browser of its own, which stays paired with it.
      profile: `${options.dataDir}-browser`,
      origin: companion.addresses.control,
      pairingCode: () => companion.pairingCode(),
    })
  } catch (error) {
    console.error(`The browser could not be opened: ${error.message.split('\n')[0]}`)
    return false
  }
}

function printHowToLoad() {
  console.log(`To use the extension:

  1. In Chromium open chrome://extensions and switch "Developer mode" on.
  2. "Load unpacked": ${EXTENSION}
  3. Type the pairing code above on the page that opens.

Without a browser: "npm run journey" in another terminal. Ctrl-C stops the companion.`)
}
