import { browser } from 'wxt/browser'

const SCRIPT = 'capture'
/** The lab itself, which has a content script of its own. */
const OWN = 'http://127.0.0.1/*'

/** Hosts on which credentials are looked for, as patterns such as `https://portal.example.com/*`. */
export async function listAllowedHosts(): Promise<readonly string[]> {
  const { origins = [] } = await browser.permissions.getAll()
  return origins.filter((origin) => origin !== OWN)
}

/**
 * Asks the person; the browser shows its own question, and only within a click.
 *
 * @returns Whether the host is allowed now.
 */
export function allowHost(pattern: string): Promise<boolean> {
  return browser.permissions.request({ origins: [pattern] })
}

export async function forbidHost(pattern: string): Promise<void> {
  await browser.permissions.remove({ origins: [pattern] })
}

export function watchAllowedHosts(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener)
  browser.permissions.onRemoved.addListener(listener)
}

/** Runs the content script on the allowed hosts, and on no other. */
export function runOnAllowedHosts(): void {
  const sync = (): void => void registerScript()
  watchAllowedHosts(sync)
  sync()
}

let turn: Promise<void> = Promise.resolve()

/** One after the other: two changes at once would register twice. */
function registerScript(): Promise<void> {
  turn = turn.then(register, register)
  return turn
}

async function register(): Promise<void> {
  const matches = [...(await listAllowedHosts())]
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT] })
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT] })
  if (matches.length === 0) return
  await browser.scripting.registerContentScripts([
    { id: SCRIPT, js: ['content-scripts/capture.js'], matches, runAt: 'document_idle' },
  ])
}
