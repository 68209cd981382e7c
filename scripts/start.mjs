// npm start: builds what changed, starts the companion, and opens a browser where there is a screen.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildCompanion } from './build.mjs'

const ROOT = join(import.meta.dirname, '..')
const MAIN = join(ROOT, 'dist', 'companion', 'main.mjs')
const EXTENSION = join(ROOT, 'dist', 'extension', 'chrome-mv3')

if (!existsSync(MAIN)) console.log('Building, which takes a few seconds the first time …')
await buildCompanion()
const { run } = await import(MAIN)
const running = await run(process.argv.slice(2))
if (running) await present(running)

/** @param {{ companion: any, options: any }} running */
async function present({ companion, options }) {
  const { buildExtension } = await import('./build.mjs')
  await buildExtension('chrome')
  if (options.isJson) return
  const { hasDisplay, openBrowser } = await import('./open-browser.mjs')
  const wantsBrowser = !options.noOpen && hasDisplay()
  const context = wantsBrowser
    ? await openBrowser({
        profile: join(options.dataDir, '..', 'dcr-lab-browser'),
        origin: companion.addresses.control,
        pairingCode: () => companion.pairingCode(),
      }).catch((error) => {
        console.error(`The browser could not be opened: ${error.message.split('\n')[0]}`)
        return undefined
      })
    : undefined
  if (context) console.log('The side panel is open in Chromium. Ctrl-C stops the companion.')
  else printHowToLoad()
}

function printHowToLoad() {
  console.log(`To use the extension:

  1. In Chromium open chrome://extensions and switch "Developer mode" on.
  2. "Load unpacked": ${EXTENSION}
  3. Type the pairing code above on the page that opens.

Without a browser: "npm run journey" in another terminal. Ctrl-C stops the companion.`)
}
