import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { normalizePairingCode } from '#shared/pairing/pairing-proof.ts'
import type { StoredPairing } from '../../platform/pairing-storage.ts'
import { parseCompanionOrigin } from './companion-origin.ts'
import { pairWithCompanion } from './pair-with-companion.ts'

const LOOK_AGAIN_MS = 1500
/** A port that takes a question and never answers must not end the looking. */
const ANSWER_MS = 3000
const CODE_LENGTH = 12

export interface PairingDeps {
  createClient: (
    origin: string,
    pairing?: StoredPairing,
  ) => Pick<ApiClient, 'getHealth' | 'startPairing' | 'createPairing' | 'getStatus'>
  loadPairing: () => Promise<StoredPairing | undefined>
  savePairing: (pairing: StoredPairing) => Promise<void>
  openSidePanel: () => Promise<void>
  writeClipboard: (text: string) => Promise<void>
  defaultOrigin: string
  name: string
  pause?: (ms: number) => Promise<void>
}

export interface PairingStore {
  origin: ReadonlySignal<string>
  /** The version of the companion that answers, or `undefined` while none does. */
  companion: ReadonlySignal<string | undefined>
  code: ReadonlySignal<string>
  /** What is wrong with the typed code, in a sentence. */
  codeIssue: ReadonlySignal<string | undefined>
  problem: ReadonlySignal<Problem | undefined>
  isBusy: ReadonlySignal<boolean>
  isPaired: ReadonlySignal<boolean>
  /** This browser was paired with the companion at this address, which does not answer yet. */
  isRemembered: ReadonlySignal<boolean>
  panelTrouble: ReadonlySignal<string | undefined>
  typeCode: (typed: string) => void
  /** Points at another companion; false when the address is not one on this machine. */
  changeOrigin: (typed: string) => boolean
  pair: () => Promise<void>
  /** Looks whether this browser is paired already, and whether that still holds. */
  recognise: () => Promise<void>
  /** Goes back to the code, to pair with another companion. */
  pairAgain: () => void
  openPanel: () => Promise<void>
  copy: (text: string) => Promise<void>
  /** Looks for the companion until paired. */
  watchCompanion: () => Promise<void>
}

export function createPairingStore(deps: PairingDeps): PairingStore {
  const presence = createPresence(deps)
  const code = signal('')
  const codeIssue = signal<string>()
  const problem = signal<Problem>()
  const isBusy = signal(false)
  const { isPaired, isRemembered, remember, recall, recognise } = createMemory(deps, presence)
  const panelTrouble = signal<string>()

  async function pair(): Promise<void> {
    codeIssue.value = findCodeIssue(code.value)
    if (isBusy.value || codeIssue.value !== undefined) return
    isBusy.value = true
    problem.value = undefined
    await makePairing(deps, presence.origin.value, code.value)
      .then(() => (isPaired.value = true))
      .catch((thrown: unknown) => {
        problem.value = AppError.from(thrown).toProblem()
      })
    isBusy.value = false
  }

  const watch = (): Promise<void> => presence.watch(() => !isPaired.value, recall)

  return {
    origin: presence.origin,
    companion: presence.companion,
    code,
    codeIssue,
    problem,
    isBusy,
    isPaired,
    isRemembered,
    panelTrouble,
    pair,
    recognise,
    pairAgain() {
      const isWatching = !isPaired.value
      isPaired.value = false
      isRemembered.value = false
      if (!isWatching) void watch()
    },
    typeCode(typed) {
      code.value = typed
      codeIssue.value = undefined
    },
    changeOrigin(typed) {
      const next = parseCompanionOrigin(typed)
      if (next === undefined) return false
      presence.lookAt(next)
      void remember(next)
      return true
    },
    openPanel: () => openPanel(deps, panelTrouble),
    copy: deps.writeClipboard,
    watchCompanion: watch,
  }
}

async function makePairing(deps: PairingDeps, origin: string, code: string): Promise<void> {
  const api = deps.createClient(origin)
  const made = await pairWithCompanion({ api, origin, code, name: deps.name })
  const pairing = { origin, ...made }
  // Only the companion itself has the key by now: another program that took the port meanwhile is found out here.
  await deps.createClient(origin, pairing).getStatus()
  await deps.savePairing(pairing)
}

async function openPanel(
  { openSidePanel }: PairingDeps,
  trouble: Signal<string | undefined>,
): Promise<void> {
  await openSidePanel().catch(() => {
    trouble.value = 'The browser did not open it. Press the DCR Lab icon in the toolbar.'
  })
}

/** Whether this browser is paired, and whether that is known only from before. */
function createMemory(deps: PairingDeps, presence: Presence) {
  const isPaired = signal(false)
  const isRemembered = signal(false)

  async function remember(origin: string): Promise<void> {
    const stored = await deps.loadPairing()
    isRemembered.value = stored?.origin === origin && stored.key !== undefined
  }

  /** The companion answers: does it still know the pairing that this browser keeps? */
  async function recall(): Promise<void> {
    if (isPaired.value || !isRemembered.value || presence.companion.value === undefined) return
    isPaired.value = await hasGoodPairing(deps, presence.origin.value)
    isRemembered.value = isPaired.value
  }

  async function recognise(): Promise<void> {
    await remember(presence.origin.value)
    await presence.look()
    await recall()
  }

  return { isPaired, isRemembered, remember, recall, recognise }
}

async function hasGoodPairing(deps: PairingDeps, origin: string): Promise<boolean> {
  const stored = await deps.loadPairing()
  if (stored?.origin !== origin || stored.key === undefined) return false
  return deps
    .createClient(origin, stored)
    .getStatus()
    .then(() => true)
    .catch(() => false)
}

type Presence = ReturnType<typeof createPresence>

/** Whether a companion answers at the address, asked again and again. */
function createPresence(deps: PairingDeps) {
  const origin = signal(deps.defaultOrigin)
  const companion = signal<string>()
  const pause = deps.pause ?? sleep

  const askVersion = (asked: string): Promise<string | undefined> =>
    deps
      .createClient(asked)
      .getHealth()
      .then((health) => health.version)
      .catch(() => undefined)

  async function look(): Promise<void> {
    const asked = origin.value
    const version = await Promise.race([askVersion(asked), sleep(ANSWER_MS)])
    if (asked === origin.value) companion.value = version
  }

  return {
    origin,
    companion,
    look,
    lookAt(next: string): void {
      origin.value = next
      companion.value = undefined
      void look()
    },
    async watch(isNeeded: () => boolean, onLook: () => Promise<void>): Promise<void> {
      while (isNeeded()) {
        await look()
        await onLook()
        await pause(LOOK_AGAIN_MS)
      }
    },
  }
}

function findCodeIssue(typed: string): string | undefined {
  const { length } = normalizePairingCode(typed)
  if (length === CODE_LENGTH) return undefined
  if (length === 0) return 'Type the pairing code that the terminal shows.'
  return `The code has ${CODE_LENGTH} characters; this one has ${length}.`
}

function sleep(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms))
}
