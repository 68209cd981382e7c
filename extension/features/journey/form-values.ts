import type { Field } from '#shared/journeys/step.ts'

/** What a control of the form holds: text, a switch, or the chosen options. */
export type FormValue = string | boolean | readonly string[]

/** A stored input as its control shows it. */
export function toFormValue(field: Field, input: unknown): FormValue {
  if (field.kind === 'switch') return input === true
  if (field.kind === 'choices') return Array.isArray(input) ? input.map(String) : []
  if (field.kind === 'lines') return Array.isArray(input) ? input.map(String).join('\n') : ''
  if (field.kind === 'code' && typeof input === 'object') return writeJson(input)
  if (typeof input === 'string') return input
  return typeof input === 'number' || typeof input === 'boolean' ? String(input) : ''
}

/** What a control shows as the input that is sent. A number that is none stays text, so that the check can say so. */
export function toInput(field: Field, value: FormValue): unknown {
  if (typeof value !== 'string') return value
  if (field.kind === 'lines') return value.split('\n').map(trim).filter(isLine)
  if (field.kind === 'number') return isNumber(value) ? Number(value) : value
  return value
}

/** Scripts give an object where a person types its JSON. */
function writeJson(input: object | null): string {
  return input === null ? '' : JSON.stringify(input, null, 2)
}

/** Whether a control holds something that would be sent. */
export function isFilled(value: FormValue): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value === true || isList(value)
}

function isList(value: FormValue): boolean {
  return Array.isArray(value) && value.length > 0
}

function trim(line: string): string {
  return line.trim()
}

function isLine(line: string): boolean {
  return line !== ''
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}
