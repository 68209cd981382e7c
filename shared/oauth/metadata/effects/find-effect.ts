import { type Effect, EFFECT_OF_REST, EFFECTS } from './effects.ts'
import { PROTECTION_EFFECTS } from './protection-effects.ts'

const ALL_EFFECTS = [...EFFECTS, ...PROTECTION_EFFECTS]

interface Change {
  name: string
  asked: unknown
  granted: unknown
}

/** The consequences of a changed or dropped member, one sentence each. */
export function findEffect(change: Change): string {
  const { name, asked, granted } = change
  const own = ALL_EFFECTS.filter((effect) => effect.member === name)
  const isSet = Array.isArray(asked) || Array.isArray(granted) || name === 'scope'
  const sentences = isSet ? describeSets(own, change) : describeValue(own, change)
  if (sentences.length > 0) return [...new Set(sentences)].join(' ')
  const rest = isEmpty(granted) ? EFFECT_OF_REST.dropped : EFFECT_OF_REST.changed
  return fill(rest, { name, asked: write(asked), granted: write(granted) })
}

/** For a list, the removed and the added values matter. */
function describeSets(effects: readonly Effect[], { name, asked, granted }: Change): string[] {
  const before = readSet(asked)
  const after = readSet(granted)
  const lost = before.filter((value) => !after.includes(value))
  const gained = after.filter((value) => !before.includes(value))
  return [
    ...describeMembers(effects, { name, when: 'lost', values: lost }),
    ...describeMembers(effects, { name, when: 'gained', values: gained }),
  ]
}

interface Part {
  name: string
  when: 'lost' | 'gained'
  values: readonly string[]
}

/** Values that have their own sentence, then one sentence for the other values. */
function describeMembers(effects: readonly Effect[], { name, when, values }: Part): string[] {
  const own = effects.filter((effect) => effect.when === when)
  const known = own.filter(({ value }) => value !== undefined && values.includes(value))
  const others = values.filter((value) => !known.some((effect) => effect.value === value))
  const general = own.find(({ value }) => value === undefined)
  return [
    ...known.map(({ sentence }) => sentence),
    ...(general && others.length > 0
      ? [fill(general.sentence, { name, values: others.join(', ') })]
      : []),
  ]
}

function describeValue(effects: readonly Effect[], { name, asked, granted }: Change): string[] {
  const when = isEmpty(granted) ? 'dropped' : 'becomes'
  const found =
    effects.find((effect) => effect.when === when && effect.value === String(granted)) ??
    effects.find((effect) => effect.when === when && effect.value === undefined)
  return found ? [fill(found.sentence, { name, asked: write(asked), granted: write(granted) })] : []
}

function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? '')
}

function readSet(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(write)
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : []
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function write(value: unknown): string {
  if (value === undefined || value === '') return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
