import { browser } from 'wxt/browser'
import type { StoredValues } from '../components/forms/typed-values.ts'

const KEY = 'typed'

/** What was typed before this page was loaded. It is in memory only and ends with the browser. */
export async function loadTyped(): Promise<StoredValues> {
  const stored: Record<string, unknown> = await browser.storage.session.get(KEY)
  const values = stored[KEY]
  return typeof values === 'object' && values !== null ? (values as StoredValues) : {}
}

/** More than the browser keeps (10 MB) stays in the page alone. */
export function saveTyped(values: StoredValues): void {
  void browser.storage.session.set({ [KEY]: values }).catch(() => undefined)
}
