const STYLE = `
  :host { all: initial; }
  .ring {
    position: fixed; z-index: 2147483646; box-sizing: border-box; pointer-events: none;
    border: 3px solid light-dark(#7a3ff2, #b79cff); border-radius: 8px;
  }
  p {
    position: fixed; z-index: 2147483647; margin: 0; max-inline-size: 320px; padding: 6px 10px;
    border-radius: 6px; background: light-dark(#3c1d80, #e6dcff); color: light-dark(#ffffff, #24104f);
    font: 600 14px/20px system-ui, sans-serif; color-scheme: light dark;
  }
`

/** Shows on the portal's page what comes next, and where. */
export interface Pointer {
  /** @param place - The element that the action is about; without one the words stand at the edge. */
  show(words: string, place: HTMLElement | undefined): void
}

/** The shadow root keeps the page's style and script out of the pointer. */
export function createPointer(page: Document): Pointer {
  const host = page.createElement('div')
  const root = host.attachShadow({ mode: 'closed' })
  const style = page.createElement('style')
  style.textContent = STYLE
  const ring = page.createElement('div')
  ring.className = 'ring'
  const words = page.createElement('p')
  words.setAttribute('role', 'status')
  root.append(style, ring, words)
  return {
    show(text, place) {
      if (!host.isConnected) page.body.append(host)
      words.textContent = `DCR Lab: ${text}`
      place?.scrollIntoView({ block: 'center' })
      const box = place?.getBoundingClientRect()
      ring.hidden = box === undefined
      ring.style.inset = box
        ? `${box.top - 6}px auto auto ${box.left - 6}px`
        : 'auto auto auto auto'
      ring.style.inlineSize = `${(box?.width ?? 0) + 12}px`
      ring.style.blockSize = `${(box?.height ?? 0) + 12}px`
      words.style.inset = box
        ? `${box.bottom + 12}px auto auto ${Math.max(box.left - 6, 8)}px`
        : 'auto 16px 16px auto'
    },
  }
}
