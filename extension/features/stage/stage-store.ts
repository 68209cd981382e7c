import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { WireStore } from '../wire/wire-store.ts'
import { compareCalls, compareRuns, type Comparison, findOtherRun } from './compare.ts'
import type { StageSource } from './show.ts'
import type { Command } from './stage-keys.ts'
import { createStagePicture, type StagePicture } from './stage-picture.ts'
import { moveOn, openScene, type StagePlace, stepBack, stepForward } from './stage-place.ts'
import { createStageWork, type StageWork } from './stage-work.ts'

/** A run to compare with is looked for among so many of the newest. */
const RECENT_RUNS = 100

export interface StageStoreDeps {
  getApi: () => Pick<ApiClient, 'listRuns'>
  source: StageSource
  wire: WireStore
  announce: (sentence: string) => void
  /** Everything that is not on the stage itself: windows, theme, size. */
  onCommand: (command: Command) => void
}

export interface StageStore extends StagePicture, Omit<StageWork, 'act' | 'queue' | 'complain'> {
  isDark: ReadonlySignal<boolean>
  /** Why the newest key did nothing, in two words: they stand where the count stands, until the next key. */
  hint: ReadonlySignal<string | undefined>
  /** Says on the stage why a key did nothing. */
  say: (words: string) => void
  load: () => Promise<void>
  follow: (event: CompanionEvent) => void
  command: (command: Command) => void
}

/** The stage: one scene of a lesson or a run at a time, drawn from the wire. */
export function createStageStore(deps: StageStoreDeps): StageStore {
  const { source, wire } = deps
  const place = signal<StagePlace>(openScene(0))
  const comparison = signal<Comparison>()
  const isDark = signal(false)
  const hint = signal<string>()
  const say = (words: string): void => {
    hint.value = words
    deps.announce(words)
  }
  const work = createStageWork()
  const picture = createStagePicture({ source, wire, place, comparison })
  const director = new Director(deps, { place, comparison, work, picture, say })
  const ways: Partial<Record<Command, () => void>> = {
    on: () => director.moveOn(),
    forward: () => director.go(stepForward(picture.place.value, picture.facts.value)),
    back: () => director.go(stepBack(picture.place.value)),
    failure: () => director.fail(),
    compare: () => void director.compare(),
    'start-over': () => void director.startOver(),
    dark: () => (isDark.value = !isDark.value),
  }
  effect(() => director.followWire())
  return {
    ...picture,
    ...work,
    isDark,
    hint,
    say,
    load: () => director.load(),
    follow(event) {
      wire.follow(event)
      source.follow(event)
    },
    command(command) {
      hint.value = undefined
      const way = ways[command]
      if (way) way()
      else deps.onCommand(command)
    },
  }
}

interface DirectorParts {
  place: { value: StagePlace }
  comparison: { value: Comparison | undefined }
  work: StageWork
  picture: StagePicture
  say: (words: string) => void
}

const NOTHING_TO_COMPARE =
  'Nothing to compare yet: let a call be refused and pass, or walk another run to this step first.'

/** Carries out what the keys ask for. */
class Director {
  readonly #deps: StageStoreDeps
  readonly #parts: DirectorParts
  #isLoaded = false
  #drawn = { scene: 0, length: 0 }

  constructor(deps: StageStoreDeps, parts: DirectorParts) {
    this.#deps = deps
    this.#parts = parts
  }

  async load(): Promise<void> {
    const { work, place } = this.#parts
    await work.queue(async () => {
      const first = await this.#deps.source.load()
      if (!this.#isLoaded) place.value = openScene(first)
      this.#isLoaded = true
      await this.#needVerdicts()
    })
  }

  /** Shows another place; nothing is asked of the companion. */
  go(next: StagePlace): void {
    this.#parts.place.value = next
    this.#speak()
  }

  moveOn(): void {
    const { picture } = this.#parts
    const { scene } = picture.place.value
    const move = moveOn(picture.place.value, picture.facts.value)
    if (!move) return
    if ('go' in move && move.go.scene !== scene) void this.#enter(move.go)
    else if ('go' in move) this.go(move.go)
    else void this.#act(() => this.#deps.source.perform(scene, picture.state.value.next))
  }

  fail(): void {
    const { work, picture, say } = this.#parts
    const { source } = this.#deps
    const { scene } = picture.place.value
    if (picture.scene.value?.failure === undefined) {
      say('No failure')
      return work.complain('No failure is prepared for this step.')
    }
    const isPlayed = picture.state.value.failure === 'played'
    void this.#act(() => (isPlayed ? source.repair(scene) : source.fail(scene)))
  }

  async compare(): Promise<void> {
    const { work, place, picture, comparison, say } = this.#parts
    if (place.value.isComparing) return this.go({ ...place.value, isComparing: false })
    await this.#needVerdicts()
    comparison.value =
      compareCalls(picture.state.value.exchanges, this.#deps.wire.verdicts.value) ??
      (await this.#compareWithOtherRun())
    if (comparison.value) return this.go({ ...place.value, isComparing: true })
    say('No comparison')
    work.complain(NOTHING_TO_COMPARE)
  }

  async startOver(): Promise<void> {
    const { work, place, picture } = this.#parts
    const { scenes } = picture.facts.value
    const scene = Math.min(place.value.scene, scenes - 1)
    await work.act(async () => {
      await this.#deps.source.startOver(scene)
      place.value = openScene(scene)
    })
    this.#speak()
  }

  /** Follows the wire: where the newest arrow was on the stage, the arrow that comes is next. */
  followWire(): void {
    const { place, picture } = this.#parts
    const { length } = picture.arrows.value
    const { scene, arrow } = picture.place.peek()
    const isSameScene = scene === this.#drawn.scene
    if (isSameScene && length > this.#drawn.length && arrow === this.#drawn.length - 1)
      place.value = { ...openScene(scene), arrow: length - 1 }
    this.#drawn = { scene, length }
  }

  /** Goes on to another scene; where the companion cannot, the stage goes back to where it was. */
  async #enter(next: StagePlace): Promise<void> {
    const { work, place, picture } = this.#parts
    const before = place.value
    this.go(next)
    if (next.scene >= picture.facts.value.scenes) return
    await work.queue(async () => {
      try {
        await this.#deps.source.enter(next.scene)
      } catch (thrown) {
        if (place.value.scene === next.scene) this.go(before)
        throw thrown
      }
    })
  }

  async #act(perform: () => Promise<void>): Promise<void> {
    const { work, place, picture } = this.#parts
    const { scene } = place.value
    const before = picture.arrows.value.length
    await work.act(async () => {
      await perform()
      await this.#needVerdicts()
      // The speaker has gone on meanwhile: the other scene stays as it is.
      if (place.value.scene !== scene) return
      const arrows = picture.arrows.value
      place.value = {
        ...openScene(scene),
        arrow: arrows.length - 1,
        isOutcome: arrows.length === before,
      }
    })
    this.#speak()
  }

  async #compareWithOtherRun(): Promise<Comparison | undefined> {
    const own = this.#deps.source.run.value
    const step = this.#parts.picture.scene.value?.step
    if (!own || step === undefined) return undefined
    const runs = await this.#deps
      .getApi()
      .listRuns({ query: { limit: RECENT_RUNS } })
      .catch(() => [])
    const other = findOtherRun(runs, own, step)
    return other && compareRuns(own, other, step)
  }

  async #needVerdicts(): Promise<void> {
    const { exchanges } = this.#parts.picture.state.value
    await Promise.all(exchanges.map(({ id, verdict }) => this.#deps.wire.need([id], verdict)))
  }

  #speak(): void {
    const text = this.#parts.picture.spoken.value
    if (text !== undefined) this.#deps.announce(text)
  }
}
