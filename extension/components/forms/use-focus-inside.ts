import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** A form that opens in place takes the focus, and gives it back to the button that opened it. */
export function useFocusInside<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    const form = ref.current
    form?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    return () => {
      const isInside = form?.contains(document.activeElement) ?? false
      if (isInside && opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return ref
}
