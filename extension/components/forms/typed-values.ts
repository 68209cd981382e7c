import { type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** A form's values by the name of the form; each is JSON. */
export type StoredValues = Readonly<Record<string, unknown>>

/** Which parts of a value are secrets: its members of these names, or all that the function leaves out. */
export type Secrets<T> = readonly (keyof T & string)[] | ((value: T) => T)

/** What was typed into forms whose values live nowhere else. */
export interface TypedValues {
  /**
   * The value of a form, which outlives the form itself.
   *
   * @param name - Page, form and record, such as `clients/update/ID`.
   * @param secrets - Members that are kept in this page alone and are gone after a reload, or what may be
   * stored of a value.
   */
  open<T>(name: string, initial: T, secrets?: Secrets<T>): Signal<T>
}

export interface TypedValuesDeps {
  /** What was stored before a reload. */
  stored: StoredValues
  /** Called at each keystroke with all values that differ from what their forms begin with. */
  save: (values: StoredValues) => void
}

export function createTypedValues({ stored, save }: TypedValuesDeps): TypedValues {
  const open = new Map<string, Signal<unknown>>()
  const kept = new Map(Object.entries(stored))

  function keep(name: string, value: unknown, initial: unknown): void {
    const isNew = JSON.stringify(value) !== JSON.stringify(initial)
    if (!isNew && !kept.has(name)) return
    if (isNew) kept.set(name, value)
    else kept.delete(name)
    save(Object.fromEntries(kept))
  }

  function begin<T>(name: string, initial: T, secrets: Secrets<T>): Signal<T> {
    const value = signal(kept.has(name) ? merge(initial, kept.get(name) as T) : initial)
    value.subscribe((now) => keep(name, withhold(now, initial, secrets), initial))
    return value
  }

  return {
    open<T>(name: string, initial: T, secrets: Secrets<T> = []): Signal<T> {
      const known = open.get(name) as Signal<T> | undefined
      const value = known ?? begin(name, initial, secrets)
      open.set(name, value)
      return value
    },
  }
}

/** An older version of a form may have had fewer members. */
function merge<T>(initial: T, stored: T): T {
  return isMembers(initial) && isMembers(stored) ? { ...initial, ...stored } : stored
}

function withhold<T>(value: T, initial: T, secrets: Secrets<T>): T {
  if (typeof secrets === 'function') return secrets(value)
  if (!isMembers(value) || !isMembers(initial) || secrets.length === 0) return value
  const withheld = secrets.map((name) => [name, initial[name]] as const)
  return { ...value, ...Object.fromEntries(withheld) }
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const TypedValuesContext = createContext<TypedValues | undefined>(undefined)

/** As `useSignal`, for what a person types: Back, an error and a reload of the page lose nothing. */
export function useTyped<T>(name: string, initial: T, secrets?: Secrets<T>): Signal<T> {
  const values = useContext(TypedValuesContext)
  if (!values) throw new TypeError('Typed values are missing: render inside a TypedValuesContext')
  return values.open(name, initial, secrets)
}
