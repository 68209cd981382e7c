import { browser } from 'wxt/browser'
import * as z from '#shared/zod.ts'
import { PendingCapture } from '../features/capture/pending-capture.ts'

const KEY = 'captures'
const CAPACITY = 20

/** Texts that wait, the newest first. They are in memory only, out of reach of content scripts. */
export async function loadCaptures(): Promise<readonly PendingCapture[]> {
  const stored: Record<string, unknown> = await browser.storage.session.get(KEY)
  return z.array(PendingCapture).safeParse(stored[KEY]).data ?? []
}

/** The same text of the same page waits once. @param url - Of the page; its origin is kept. */
export async function addCapture(text: string, url: string | undefined): Promise<void> {
  const from = url !== undefined && URL.canParse(url) ? new URL(url).origin : 'a page'
  const known = await loadCaptures()
  const rest = known.filter((one) => one.text !== text || one.from !== from)
  const capture = { id: crypto.randomUUID(), text, from, at: new Date().toISOString() }
  await browser.storage.session.set({ [KEY]: [capture, ...rest].slice(0, CAPACITY) })
}

export async function removeCapture(id: string): Promise<void> {
  const known = await loadCaptures()
  await browser.storage.session.set({ [KEY]: known.filter((one) => one.id !== id) })
}

export function watchCaptures(listener: () => void): void {
  browser.storage.session.onChanged.addListener((changes) => {
    if (KEY in changes) listener()
  })
}
