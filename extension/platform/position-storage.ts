import { browser } from 'wxt/browser'
import { StepId } from '#shared/contract/run.ts'
import * as z from '#shared/zod.ts'

const KEY = 'position'

const Stored = z.strictObject({ run: z.string(), step: StepId })
type Stored = z.infer<typeof Stored>

/** The run and the step that were on screen when the panel was last open. */
export async function loadPosition(): Promise<Stored | undefined> {
  const stored = await browser.storage.local.get(KEY)
  return Stored.safeParse(stored[KEY]).data
}

export async function savePosition(position: Stored): Promise<void> {
  await browser.storage.local.set({ [KEY]: position })
}
