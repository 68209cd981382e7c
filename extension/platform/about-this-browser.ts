import { browser } from 'wxt/browser'

/** How this browser is called in the companion's list of pairings. */
export const PAIRING_NAME = `DCR Lab in ${import.meta.env.FIREFOX ? 'Firefox' : 'Chromium'}`

export function readExtensionVersion(): string {
  return browser.runtime.getManifest().version
}
