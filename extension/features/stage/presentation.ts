import { effect, signal } from '@preact/signals'
import { type Announcer, createAnnouncer } from '../../components/feedback/live-region.tsx'
import type { StageChannel } from '../../platform/stage-channel.ts'
import {
  type ConnectionDeps,
  type ConnectionStore,
  createConnectionStore,
} from '../connection/connection-store.ts'
import { type ConditionsStore, createConditionsStore } from '../scenarios/conditions-store.ts'
import { createWireStore } from '../wire/wire-store.ts'
import { createLessonSource } from './lesson-source.ts'
import { reportStage } from './report.ts'
import { createRunSource } from './run-source.ts'
import { SpeakerMessage } from './speaker-message.ts'
import type { Command } from './stage-keys.ts'
import { createStageStore, type StageStore } from './stage-store.ts'
import { createZoom } from './zoom.ts'

/** What is presented: `lesson` or `run`, and its id. */
export interface Subject {
  kind: 'lesson' | 'run'
  id: string
}

export interface PresentationDeps extends Omit<ConnectionDeps, 'onEvent' | 'onConnected'> {
  subject: Subject
  openChannel: (onMessage: (message: unknown) => void) => StageChannel
  openNotes: () => void
  closeStage: () => void
  setTheme: (theme: 'light' | 'dark') => void
  isDarkTheme: () => boolean
  setZoom: (zoom: number) => void
}

/** The stage with its companion and its speaker's window. */
export interface Presentation {
  connection: ConnectionStore
  conditions: ConditionsStore
  store: StageStore
  announcer: Announcer
  isShowingKeys: { value: boolean }
  /** The window goes: the speaker's window is told. */
  close: () => void
}

export function createPresentation(deps: PresentationDeps): Presentation {
  const announcer = createAnnouncer()
  const isShowingKeys = signal(false)
  const startedAtMs = Date.now()
  const connection = createConnectionStore({
    ...deps,
    onConnected() {
      void conditions.load()
      void store.load()
    },
    onEvent(event) {
      conditions.follow(event)
      store.follow(event)
    },
  })
  const { getApi } = connection
  const wire = createWireStore({ getApi })
  const conditions = createConditionsStore({ getApi, announce: announcer.announce })
  const { kind, id } = deps.subject
  const source = (kind === 'lesson' ? createLessonSource : createRunSource)({ getApi, wire, id })

  const zoom = createZoom({ set: deps.setZoom, say: (words) => store.say(words) })
  const windowCommands: Partial<Record<Command, () => void>> = {
    notes: deps.openNotes,
    leave: deps.closeStage,
    theme: () => deps.setTheme(deps.isDarkTheme() ? 'light' : 'dark'),
    keys: () => (isShowingKeys.value = !isShowingKeys.value),
    larger: () => zoom.larger(),
    smaller: () => zoom.smaller(),
  }
  const store = createStageStore({
    getApi,
    source,
    wire,
    announce: announcer.announce,
    onCommand: (command) => windowCommands[command]?.(),
  })

  const sendReport = (): void => {
    const isCompanionThere = connection.isConnected.value
    const report = reportStage(store, { isCompanionThere, startedAtMs })
    if (report) channel.send({ kind: 'report', report } satisfies SpeakerMessage)
  }
  const channel = deps.openChannel((data) => {
    const message = SpeakerMessage.safeParse(data).data
    if (message?.kind === 'hello') sendReport()
    if (message?.kind === 'command') store.command(message.command)
  })
  effect(sendReport)

  return {
    connection,
    conditions,
    store,
    announcer,
    isShowingKeys,
    close: () => channel.send({ kind: 'stage-closed' } satisfies SpeakerMessage),
  }
}
