import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { PortalTab } from '../../platform/portal-tab.ts'
import { findNextAction, type NextAction, type PortalPlan } from './next-action.ts'
import { PortalView } from './portal-action.ts'

/** How long a page may take to be ready, in milliseconds. */
const PATIENCE_MS = 15_000
const LOOK_AGAIN_MS = 100
const BETWEEN_ACTIONS_MS = 700
/** The same action this often in a row means that the page does not take it. */
const MOST_TRIES = 3

const PAGE_UNKNOWN: NextAction = {
  kind: 'stop',
  say: 'The companion does not answer, so the page may be another program’s. Nothing was typed.',
}

/** `stepping` waits for the person before each action. */
export type Pace = 'stepping' | 'all'

export interface Walk {
  pace: Pace
  next: NextAction
  /** The page is carrying out what was said, or loading. */
  isBusy: boolean
}

export interface PortalWalkDeps {
  openTab: (url: string) => Promise<PortalTab>
  /** Whether the paired companion, which holds the portal's port, has just proved to be there. */
  isCompanionThere: () => Promise<boolean>
  announce: (sentence: string) => void
  pause?: (ms: number) => Promise<void>
}

export interface PortalWalkStore {
  walk: ReadonlySignal<Walk | undefined>
  /**
   * Opens the portal and goes through it; a walk that was under way ends.
   *
   * @param portal - Origin of the portal; nothing is typed into a page of another one.
   */
  start: (portal: string, plan: PortalPlan, pace: Pace) => Promise<void>
  /** Does the action that was said. */
  step: () => void
  playOn: () => void
  stop: () => void
}

/** Drives the portal in a tab. */
export function createPortalWalkStore(deps: PortalWalkDeps): PortalWalkStore {
  const walk = signal<Walk>()
  let current: Walker | undefined

  function stop(): void {
    current?.stop()
    current = undefined
    walk.value = undefined
  }

  return {
    walk,
    async start(portal, plan, pace) {
      stop()
      walk.value = { pace, isBusy: true, next: { kind: 'wait', say: 'The portal opens.' } }
      const origin = new URL(portal).origin
      const walker = new Walker(walk, { pause: sleep, ...deps }, { origin, plan })
      current = walker
      await walker.walk(await deps.openTab(`${portal}/clients/new`))
    },
    step: () => current?.step(),
    playOn() {
      if (walk.value) walk.value = { ...walk.value, pace: 'all' }
      current?.step()
    },
    stop,
  }
}

interface Way {
  origin: string
  plan: PortalPlan
}

/** One walk: look at the page, say the next action, wait for the person's word, do it. */
class Walker {
  readonly #state: Signal<Walk | undefined>
  readonly #deps: Required<PortalWalkDeps>
  readonly #way: Way
  /** The actions carried out so far. */
  readonly #done: string[] = []
  #isStopped = false
  #release: () => void = () => {}

  constructor(state: Signal<Walk | undefined>, deps: Required<PortalWalkDeps>, way: Way) {
    this.#state = state
    this.#deps = deps
    this.#way = way
  }

  async walk(tab: PortalTab): Promise<void> {
    while (await this.#takeStep(tab));
  }

  step(): void {
    this.#release()
  }

  stop(): void {
    this.#isStopped = true
    this.#release()
  }

  /** @returns Whether the walk goes on. */
  async #takeStep(tab: PortalTab): Promise<boolean> {
    const next = this.#decide(await this.#look(tab))
    if (this.#isStopped) return false
    this.#show({ next, isBusy: false })
    this.#deps.announce(next.say)
    if (next.kind === 'done' || next.kind === 'stop') return false
    if (next.kind === 'wait') await this.#deps.pause(BETWEEN_ACTIONS_MS)
    else if (!(await this.#carryOut(tab, next))) {
      this.#show({ next: PAGE_UNKNOWN, isBusy: false })
      this.#deps.announce(PAGE_UNKNOWN.say)
      return false
    }
    return !this.#isStopped
  }

  /** @returns False when the page may be another program's by now; nothing is typed into it then. */
  async #carryOut(tab: PortalTab, { action, say }: NextAction & { kind: 'act' }): Promise<boolean> {
    const { origin } = this.#way
    await tab.send({ type: 'portal.point', origin, action, say })
    await this.#waitForWord()
    if (this.#isStopped) return true
    if (!(await this.#deps.isCompanionThere())) return false
    this.#done.push(JSON.stringify(action))
    await tab.send({ type: 'portal.act', origin, action, isSlow: true })
    return true
  }

  /** @returns Nothing when the tab was closed or no page got ready. */
  async #look(tab: PortalTab): Promise<PortalView | undefined> {
    for (let waitedMs = 0; waitedMs < PATIENCE_MS && !this.#isStopped; waitedMs += LOOK_AGAIN_MS) {
      const view = PortalView.safeParse(await tab.send({ type: 'portal.look' })).data
      if (view && !view.isLeaving) return view
      if (!(await tab.isOpen())) return undefined
      await this.#deps.pause(LOOK_AGAIN_MS)
    }
    return undefined
  }

  async #waitForWord(): Promise<void> {
    if (this.#state.peek()?.pace === 'all') return this.#deps.pause(BETWEEN_ACTIONS_MS)
    await new Promise<void>((resolve) => (this.#release = resolve))
    this.#show({ isBusy: true })
  }

  #decide(view: PortalView | undefined): NextAction {
    const { origin, plan } = this.#way
    if (!view) return { kind: 'stop', say: 'The portal’s page is closed, or did not load in 15 s.' }
    if (view.origin !== origin)
      return { kind: 'stop', say: `The tab shows ${view.origin} now, which is not the portal.` }
    return this.#stopRepeating(findNextAction(view, plan))
  }

  /** A page that does not take an action would be asked for it for ever. */
  #stopRepeating(next: NextAction): NextAction {
    if (next.kind !== 'act') return next
    const last = this.#done.slice(-MOST_TRIES)
    const isStuck =
      last.length === MOST_TRIES && last.every((one) => one === JSON.stringify(next.action))
    return isStuck
      ? { kind: 'stop', say: `The page did not take this: ${next.say}. Do it by hand, then go on.` }
      : next
  }

  #show(part: Partial<Walk>): void {
    if (this.#state.value && !this.#isStopped) this.#state.value = { ...this.#state.value, ...part }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
