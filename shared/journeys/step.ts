import type * as z from '../zod.ts'
import type { STEP_IDS } from './step-ids.ts'

export type Actor = 'idp-admin' | 'api-admin' | 'developer' | 'app'

export const ACTORS: Record<Actor, string> = {
  'idp-admin': 'IdP admin',
  'api-admin': 'API admin',
  developer: 'Developer',
  app: 'App',
}

/**
 * One input of a step. `lines` is one value per line, `choices` a list of options, `code` a text such as
 * JSON, `secret` is kept by the companion and never sent back.
 */
export interface Field {
  name: string
  label: string
  kind:
    | 'text'
    | 'url'
    | 'email'
    | 'number'
    | 'switch'
    | 'choice'
    | 'choices'
    | 'lines'
    | 'code'
    | 'secret'
  help?: string
  /** Shown behind a number, such as "seconds". */
  unit?: string
  options?: readonly { value: string; label: string }[]
  /** Hidden behind "More settings" until a person asks. */
  isAdvanced?: boolean
  /** The folded part that it stands in, below the others. */
  group?: string
  /** Where the field is defined. */
  reference?: { text: string; href: string }
}

/** What a person reads of a step. */
export interface StepText {
  title: string
  /** One sentence: what happens. */
  what: string
  /** One sentence: why it is needed. */
  why: string
  /** The longer story behind a disclosure, a paragraph each. */
  story: readonly string[]
  reference: { text: string; href: string }
  /** The verb on the button. */
  runLabel: string
  fields: readonly Field[]
  /** The heading above the fields that have a group, folded until a person asks. */
  groupsLabel?: string
  /** Checks what was typed; its messages stand beside the fields. */
  inputs: z.ZodObject
}

export interface Step extends StepText {
  id: (typeof STEP_IDS)[number]
  number: number
  actor: Actor
  /** What differs when clients are registered at an Okta organisation that the person named. */
  atProvider?: Partial<StepText>
  /** What differs for every provider but Okta, whether embedded or named by the person. */
  forOthers?: (label: string) => { embedded: Partial<StepText>; provider: Partial<StepText> }
}
