import { useEffect, useState } from 'preact/hooks'

/**
 * The moment, renewed while a page that counts down is on screen.
 *
 * @param everyMs - How often, in milliseconds.
 * @returns Milliseconds since the epoch.
 */
export function useNow(everyMs = 1000): number {
  const [nowMs, setNowMs] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
