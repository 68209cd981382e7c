import { expect, test, vi } from 'vitest'
import { createTypedValues, type StoredValues } from './typed-values.ts'

const FORM = { host: '', token: '' }

function open(stored: StoredValues = {}) {
  const save = vi.fn<(values: StoredValues) => void>()
  return { save, values: createTypedValues({ stored, save }) }
}

test('a form that is opened again holds what was typed', () => {
  const { values } = open()
  values.open('doctor/examine', FORM).value = { host: 'https://a.example', token: 's3cret' }
  expect(values.open('doctor/examine', FORM).value).toEqual({
    host: 'https://a.example',
    token: 's3cret',
  })
})

test('what was typed is stored at each keystroke, secrets left out', () => {
  const { values, save } = open()
  const form = values.open('doctor/examine', FORM, ['token'])
  form.value = { host: 'h', token: 's3cret' }
  expect(save).toHaveBeenLastCalledWith({ 'doctor/examine': { host: 'h', token: '' } })
  form.value = { host: 'ho', token: 's3cret' }
  expect(save).toHaveBeenLastCalledWith({ 'doctor/examine': { host: 'ho', token: '' } })
})

test('after a reload the form begins with what was stored', () => {
  const { values, save } = open({ 'doctor/examine': { host: 'h' } })
  expect(values.open('doctor/examine', FORM).value).toEqual({ host: 'h', token: '' })
  expect(values.open('other', 'x').value).toBe('x')
  expect(save).not.toHaveBeenCalledWith(expect.objectContaining({ other: 'x' }))
})

test('a form that is empty again is stored no longer', () => {
  const { values, save } = open({ text: 'abc' })
  values.open('text', '').value = ''
  expect(save).toHaveBeenLastCalledWith({})
})

test('a secret alone stores nothing', () => {
  const { values, save } = open()
  values.open('push', FORM, ['token']).value = { host: '', token: 's3cret' }
  expect(save).not.toHaveBeenCalled()
})
