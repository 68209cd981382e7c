import { maskDefinition } from '#shared/tyk/definition-secrets.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { presentDeveloper } from '../catalogue/developers.ts'
import type { Clock } from '../clock/clock.ts'
import type { Presenters } from '../events/publish-changes.ts'
import type { Runs } from '../journeys/runs.ts'
import { presentPairing } from '../pairing/pairings.ts'
import { presentReplaySecret } from '../replay/replay-secrets.ts'
import { createPresentRegistration } from '../registrar/present-registration.ts'
import { presentToken } from '../tokens/present-token.ts'

export interface PresentersDeps {
  clock: Clock
  catalogue: Catalogue
  runs: Runs
}

/** Records of the store in the form of the control API, for its events. */
export function createPresenters({ clock, catalogue, runs }: PresentersDeps): Presenters {
  return {
    pairings: presentPairing,
    apis: maskDefinition,
    policies: maskDefinition,
    portal_settings: (settings) => catalogue.presentSettings(settings),
    catalogue: (entry) => catalogue.presentEntry(entry),
    developers: presentDeveloper,
    registrations: createPresentRegistration(clock.now),
    tokens: presentToken,
    runs: (run) => runs.present(run),
    replay_attempts: (attempt) => attempt,
    replay_secrets: presentReplaySecret,
    replay_sets: (set) => set,
    replay_set_runs: (run) => run,
    lesson_progress: (progress) => progress,
    recording: (settings) => settings,
  }
}
