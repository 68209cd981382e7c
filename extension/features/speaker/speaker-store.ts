import { type ReadonlySignal, signal } from '@preact/signals'
import type { StageChannel } from '../../platform/stage-channel.ts'
import { SpeakerMessage, type StageReport } from '../stage/speaker-message.ts'
import type { Command } from '../stage/stage-keys.ts'

export interface SpeakerStore {
  /** The newest report; it stays when the stage is closed. */
  report: ReadonlySignal<StageReport | undefined>
  isStageThere: ReadonlySignal<boolean>
  command: (command: Command) => void
}

export interface SpeakerDeps {
  openChannel: (onMessage: (message: unknown) => void) => StageChannel
}

/** The speaker's window: it hears what is on the stage, and drives the stage over the same channel. */
export function createSpeakerStore({ openChannel }: SpeakerDeps): SpeakerStore {
  const report = signal<StageReport>()
  const isStageThere = signal(false)
  const channel = openChannel((data) => {
    const message = SpeakerMessage.safeParse(data).data
    if (message?.kind === 'report') {
      report.value = message.report
      isStageThere.value = true
    }
    if (message?.kind === 'stage-closed') isStageThere.value = false
  })
  const send = (message: SpeakerMessage): void => channel.send(message)
  send({ kind: 'hello' })
  return {
    report,
    isStageThere,
    command: (command) => send({ kind: 'command', command }),
  }
}
