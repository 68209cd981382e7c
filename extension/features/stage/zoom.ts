const STEP = 10
const MIN = 50
/** The stage is laid out to fill its window; larger than that, texts would leave their boxes. */
const MAX = 100

export interface ZoomDeps {
  /** Sets the size of the picture; 1 fills the window. */
  set: (zoom: number) => void
  /** Says why nothing changed. */
  say: (words: string) => void
}

export interface Zoom {
  larger: () => void
  smaller: () => void
}

/** The size of the picture, in steps of a tenth of its window. */
export function createZoom({ set, say }: ZoomDeps): Zoom {
  let percent = MAX
  const zoomTo = (next: number): void => {
    percent = next
    set(percent / 100)
  }
  return {
    larger() {
      if (percent === MAX) say('Largest size')
      else zoomTo(percent + STEP)
    },
    smaller() {
      if (percent === MIN) say('Smallest size')
      else zoomTo(percent - STEP)
    },
  }
}
