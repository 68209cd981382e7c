import { type ReadonlySignal, signal } from '@preact/signals'
import type { VNode } from 'preact'
import styles from './live-region.module.css'

export interface Announcer {
  sentence: ReadonlySignal<string>
  announce: (sentence: string) => void
}

export function createAnnouncer(): Announcer {
  const sentence = signal('')
  return {
    sentence,
    announce(next) {
      // The same words twice would not be spoken twice, so an invisible space makes them new.
      sentence.value = sentence.value === next ? `${next}\u00a0` : next
    },
  }
}

/** Speaks what the page did; seen by nobody, heard by people who listen. */
export function LiveRegion({ announcer }: { announcer: Announcer }): VNode {
  return (
    <div class={styles['hidden']} role="status" aria-live="polite" aria-label="Announcements">
      {announcer.sentence}
    </div>
  )
}
