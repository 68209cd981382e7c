import type * as z from '../zod.ts'

/** Where the clients of a run are registered: the provider inside the companion, or one that a person named. */
export const TARGETS = ['embedded', 'provider'] as const

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

/** What later steps build on. */
export interface Makes<Product extends string> {
  /** Ids and addresses that are kept with the run, by name. */
  products?: readonly Product[]
  /** Products that are secrets: kept encrypted. */
  secrets?: readonly Product[]
  /** Facts of the result: when one of them changes, the steps that need it have to be done again. */
  facts?: readonly string[]
}

/** Another place where a step can be done, or where its outcome is seen. */
export type StepLink = 'portal' | 'definitions' | 'client' | 'clients'

/** One step of a journey, as data; `companion/journeys/steps` carries it out. */
export interface Step<
  Id extends string = string,
  Product extends string = string,
> extends StepText {
  id: Id
  actor: Actor
  /** Facts of earlier steps, by name: whichever step of the journey makes them. */
  needs: readonly string[]
  makes: Makes<Product>
  /** Who answers while the step runs, where that is not the companion itself. */
  waitsFor?: string
  links?: readonly StepLink[]
  /** True where a portal shows the secrets of the result a single time. */
  isShownOnce?: boolean
  /** What differs when clients are registered at an Okta organisation that the person named. */
  atProvider?: Partial<StepText>
  /** What differs for every provider but Okta, whether embedded or named by the person. */
  forOthers?: (label: string) => Record<(typeof TARGETS)[number], Partial<StepText>>
}

/** Keeps the id and the names of the products as types, so that runners are checked against them. */
export function describeStep<const Id extends string, const Product extends string = never>(
  step: Step<Id, Product>,
): Step<Id, Product> {
  return step
}
