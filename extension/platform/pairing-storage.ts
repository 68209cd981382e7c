import { browser } from 'wxt/browser'
import * as z from '#shared/zod.ts'

const KEY = 'pairing'

const StoredPairing = z.object({
  origin: z.string(),
  /** Left out by earlier versions, which kept a token and sent it to any program that held the port. */
  key: z.string().optional(),
  pairingId: z.string(),
})

/** The permission to drive one companion: a key that the two share and neither sends. */
export type StoredPairing = z.infer<typeof StoredPairing>

// Firefox cannot keep content scripts out of storage.local, so the key lives in memory there.
const area = import.meta.env.FIREFOX ? browser.storage.session : browser.storage.local

/** Keeps content scripts away from the key. Where the browser cannot, storage.session already does. */
export async function restrictStorage(): Promise<void> {
  if (!('setAccessLevel' in area)) return
  await area.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined)
}

export async function loadPairing(): Promise<StoredPairing | undefined> {
  const stored = await area.get(KEY)
  return StoredPairing.safeParse(stored[KEY]).data
}

export async function savePairing(pairing: StoredPairing): Promise<void> {
  await restrictStorage()
  await area.set({ [KEY]: pairing })
}

/** Calls `listener` when another page of the extension has paired or unpaired. */
export function watchPairing(listener: () => void): () => void {
  const onChanged = (changes: Record<string, unknown>): void => {
    if (KEY in changes) listener()
  }
  area.onChanged.addListener(onChanged)
  return () => area.onChanged.removeListener(onChanged)
}
