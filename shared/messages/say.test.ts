import { expect, test } from 'vitest'
import { EN } from './en/en.ts'
import { createSpeaker } from './say.ts'

const speaker = createSpeaker(EN)

test('a code without facts is its text, one with facts a text made of them', () => {
  expect(speaker.say(EN.causes, { code: 'PROVIDER_DOWN' })).toBe(EN.causes.PROVIDER_DOWN)
  const facts = { rate: 3, perSeconds: 10, waitSeconds: 7, used: 3 }
  expect(speaker.say(EN.refusals, { code: 'RATE_EXCEEDED', facts })).toBe(
    EN.refusals.RATE_EXCEEDED(facts),
  )
})

test('a fact may be a word, or several of them', () => {
  const [a, b] = ['a', 'b'].map((name) => ({ code: 'HEADER', facts: { name } }) as const)
  const places = [EN.words.HEADER({ name: 'a' }), EN.words.HEADER({ name: 'b' })].join(', ')
  expect(speaker.say(EN.refusals, { code: 'TOKEN_MISSING', facts: { places: [a, b] } })).toBe(
    EN.refusals.TOKEN_MISSING({ places }),
  )
  expect(
    speaker.say(EN.refusals, { code: 'TOKEN_MISSING', facts: { places: { code: 'NONE' } } }),
  ).toBe(EN.refusals.TOKEN_MISSING({ places: EN.words.NONE }))
})

test('a value is itself, a word or a list; a label a code, or a name of the wire', () => {
  expect([speaker.value('x'), speaker.value(3), speaker.value({ code: 'NEVER' })]).toEqual([
    'x',
    '3',
    EN.words.NEVER,
  ])
  expect(speaker.value(['x', { code: 'NONE' }])).toBe(`x, ${EN.words.NONE}`)
  expect(speaker.label('used')).toBe(EN.labels.used)
  expect(speaker.label({ code: 'member', facts: { name: 'exp' } })).toBe('exp')
})

test('a code that no sentence has is a mistake', () => {
  expect(() => speaker.say(EN.causes, { code: 'UNHEARD_OF' })).toThrow(RangeError)
})
