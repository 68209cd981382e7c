import type { StageReport } from './speaker-message.ts'
import type { Show } from './show.ts'
import type { StageStore } from './stage-store.ts'

export interface ReportFacts {
  isCompanionThere: boolean
  startedAtMs: number
}

/** The stage in words, for the speaker's window; nothing while there is no show. */
export function reportStage(store: StageStore, facts: ReportFacts): StageReport | undefined {
  const show = store.show.value
  if (!show) return undefined
  const { scene: at } = store.place.value
  const scene = store.scene.value
  const next = show.scenes[at + 1]
  const answerMs = store.answerMs.value
  const problem = store.problem.value
  return {
    ...facts,
    title: show.title,
    number: at + 1,
    count: show.scenes.length,
    scene: scene?.title ?? 'The end',
    notes: [...(scene?.notes ?? show.takeHome)],
    ...(scene?.takeHome !== undefined && { takeHome: scene.takeHome }),
    ...(scene?.rescue !== undefined && { rescue: scene.rescue }),
    ...(scene?.failure !== undefined && { failure: scene.failure }),
    ...(next && { next: { title: `${at + 2} · ${next.title}`, what: next.what } }),
    onStage: describeStage(store),
    nextAction: scene?.actions[store.state.value.next] ?? 'Go on',
    isDark: store.isDark.value,
    ...(answerMs !== undefined && { answerMs }),
    ...(problem !== undefined && { problem }),
    plannedMinutes: sumMinutes(show, show.scenes.length),
    dueMinutes: sumMinutes(show, at + 1),
  }
}

function describeStage(store: StageStore): string {
  const count = store.arrows.value.length
  const { arrow } = store.place.value
  const { next } = store.state.value
  const actions = store.scene.value?.actions.length ?? 0
  const done = actions > 1 ? `; ${next} of ${actions} actions done` : ''
  const WORDS = {
    loading: 'Reading from the companion',
    before: count > 0 ? `Before the first of ${count} arrows` : 'Before the step',
    after: count > 0 ? `Arrow ${arrow + 1} of ${count}` : 'What the step made',
    refused: `The refusal, arrow ${arrow + 1} of ${count}`,
    compared: 'Two beside each other',
    end: 'The end',
  }
  return WORDS[store.moment.value] + done
}

function sumMinutes({ scenes }: Show, until: number): number {
  return scenes.slice(0, until).reduce((sum, { minutes }) => sum + minutes, 0)
}
