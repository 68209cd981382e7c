import type { VNode } from 'preact'

/** Copies the text of an element; hidden where the browser runs no script. */
export function CopyButton({ source, label }: { source: string; label: string }): VNode {
  return (
    <button class="plain copy" type="button" data-copy={source} hidden>
      Copy {label}
    </button>
  )
}
