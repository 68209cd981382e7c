import type { CaptureMessage } from './capture-message.ts'

/** The credentials on the portal's last page, or `undefined` on any other page. */
export function readFinalStep(page: Document): CaptureMessage | undefined {
  const main = page.querySelector<HTMLElement>('main[data-dcr-portal="final-step"]')
  const clientId = main?.dataset['clientId']
  const entry = main?.dataset['catalogueEntry']
  const secret = main?.querySelector('[data-client-secret]')?.textContent.trim()
  if (!clientId || !entry || !secret) return undefined
  return { type: 'capture', client_id: clientId, client_secret: secret, catalogue_entry: entry }
}
