import type { DialectId } from '../idp/dialects.ts'
import type { Step } from './step.ts'

/** The pages of the panel that a suggestion can lead to; `portal` is the developer portal. */
export type SuggestionGoal = 'portal' | 'clients' | 'definitions' | 'scenarios' | 'runs'

/** Something worth trying once all steps are done: a sentence with a link in it, or without one. */
export interface Suggestion {
  before: string
  link?: { to: SuggestionGoal; label: string }
  after?: string
}

/** A way through steps. A step may be part of several journeys. */
export interface Journey<Id extends string = string, S extends Step = Step> {
  id: Id
  /** A few words, such as a person chooses by. */
  title: string
  /** One sentence: what is done, and what for. */
  lead: string
  /** In the order in which they build on each other. */
  steps: readonly S[]
  suggestions: readonly Suggestion[]
  /** The dialect that it is walked at where none was chosen. */
  dialect?: DialectId
  /**
   * What a person names instead of the embedded provider, where that is not an identity provider: its kind is
   * not asked for then.
   */
  ownPlace?: { label: string; help: string }
}

/** Keeps the ids of the journey and of its steps as types. */
export function describeJourney<const Id extends string, S extends Step>(
  journey: Journey<Id, S>,
): Journey<Id, S> {
  return journey
}
