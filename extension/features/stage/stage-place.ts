/** Where the stage is: which scene, and how many of its arrows are shown. */
export interface StagePlace {
  /** As many as there are scenes: the end. */
  scene: number
  /** The arrow that is talked about; -1 before the first. */
  arrow: number
  isComparing: boolean
  /** An action that sent nothing was done last: its outcome is shown in place of an arrow. */
  isOutcome: boolean
}

/** What the stage knows when a key is pressed. */
export interface StageFacts {
  scenes: number
  arrows: number
  /** Something of the scene is left to do. */
  hasAction: boolean
}

/** What a key leads to: another place, or an action that has to be done first. */
export type Move = { go: StagePlace } | { perform: true } | undefined

/** Space: on to the next arrow, the next action, the next scene. */
export function moveOn(place: StagePlace, facts: StageFacts): Move {
  if (place.isComparing) return { go: { ...place, isComparing: false } }
  if (place.scene >= facts.scenes) return undefined
  if (place.arrow < facts.arrows - 1)
    return { go: { ...openScene(place.scene), arrow: place.arrow + 1 } }
  return facts.hasAction ? { perform: true } : { go: openScene(place.scene + 1) }
}

/** To the right: the next arrow, or the next scene; nothing is done. */
export function stepForward(place: StagePlace, { scenes, arrows }: StageFacts): StagePlace {
  if (place.scene >= scenes) return { ...place, isComparing: false }
  if (place.arrow < arrows - 1) return { ...openScene(place.scene), arrow: place.arrow + 1 }
  return openScene(place.scene + 1)
}

/** To the left: the arrow before, the dotted picture before the first, the scene before. */
export function stepBack(place: StagePlace): StagePlace {
  if (place.isComparing) return { ...place, isComparing: false }
  if (place.isOutcome && place.arrow >= 0) return { ...place, isOutcome: false }
  if (place.arrow >= 0) return { ...place, arrow: place.arrow - 1 }
  return place.scene === 0 ? place : { ...openScene(place.scene - 1), arrow: Infinity }
}

/** A scene from its beginning. */
export function openScene(scene: number): StagePlace {
  return { scene, arrow: -1, isComparing: false, isOutcome: false }
}

/** The place, held against the arrows that there are. */
export function settle(place: StagePlace, arrows: number): StagePlace {
  return place.arrow < arrows ? place : { ...place, arrow: arrows - 1 }
}
