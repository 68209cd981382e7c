import { browser } from 'wxt/browser'
import { StepId } from '#shared/contract/run.ts'

const KEY = 'position'

/** The step that was on screen when the panel was last open. */
export async function loadPosition(): Promise<StepId | undefined> {
  const stored = await browser.storage.local.get(KEY)
  return StepId.safeParse(stored[KEY]).data
}

export async function savePosition(step: StepId): Promise<void> {
  await browser.storage.local.set({ [KEY]: step })
}
