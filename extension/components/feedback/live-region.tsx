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
      // A screen reader does not repeat an unchanged text, so an invisible space makes the text different.
      sentence.value = sentence.value === next ? `${next}\u00a0` : next
    },
  }
}

/** Announces actions of the page to screen readers; invisible. */
export function LiveRegion({ announcer }: { announcer: Announcer }): VNode {
  return (
    <div class={styles['hidden']} role="status" aria-live="polite" aria-label="Announcements">
      {announcer.sentence}
    </div>
  )
}
