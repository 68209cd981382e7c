import { useEffect } from 'preact/hooks'
import type { JourneyStore } from '../journey/journey-store.ts'

const TYPING = 'input, textarea, select, dialog, [popover], [contenteditable]'
const PRESSABLE = `${TYPING}, a, button, summary`

/** Left and right go through the steps, Enter runs: unless the focus is on something that wants the key. */
export function usePanelKeys(
  journey: JourneyStore,
  { isOnSteps, canRun }: { isOnSteps: boolean; canRun: boolean },
): void {
  useEffect(() => {
    if (!isOnSteps) return undefined
    const onKeyDown = (event: KeyboardEvent): void => {
      const { key, target } = event
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
      const isIn = (selector: string): boolean =>
        target instanceof Element && target.closest(selector) !== null
      if (key === 'ArrowLeft' && !isIn(TYPING)) journey.go(journey.index.peek() - 1)
      if (key === 'ArrowRight' && !isIn(TYPING)) journey.go(journey.index.peek() + 1)
      if (key === 'Enter' && canRun && !isIn(PRESSABLE)) void journey.runCurrent()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [journey, isOnSteps, canRun])
}
