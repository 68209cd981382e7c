import { useEffect, useRef } from 'preact/hooks'

/**
 * Where the focus goes when a change took away the element that had it; without this the keyboard starts at
 * the top of the document again.
 *
 * @param change - What tells one state from the next, such as the number of entries.
 */
export function useLostFocus(
  change: string | number,
  find: () => HTMLElement | null | undefined,
): void {
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current && document.activeElement === document.body) find()?.focus()
    isFirst.current = false
  }, [change])
}
