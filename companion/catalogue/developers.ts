import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Developer } from '#shared/contract/portal.ts'
import type { Tables } from '../store/tables.ts'
import type { DeveloperRecord } from '../store/schema.ts'

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const KEY_BYTES = 32
/** A hash that no password has, so that an unknown address takes one derivation, too. */
const NOBODYS = `${Buffer.alloc(16).toString('base64url')}.${Buffer.alloc(KEY_BYTES).toString('base64url')}`

/** People who may sign in to the portal. Passwords are stored as scrypt hashes, each with its own salt. */
export interface Developers {
  list(): Developer[]
  get(id: string): Developer | undefined
  /** Creates a developer, or sets the password of the developer with this e-mail address. */
  save(email: string, password: string): Promise<Developer>
  /** Creates a developer; nothing when this e-mail address has an account already. */
  signUp(email: string, password: string): Promise<Developer | undefined>
  /** Sets the password of an account; nothing when there is none, or it is inactive. */
  changePassword(email: string, password: string): Promise<Developer | undefined>
  /** Takes as long for an unknown address as for a wrong password. */
  findByPassword(email: string, password: string): Promise<Developer | undefined>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  remove(id: string): Promise<void>
}

export function createDevelopers(tables: Tables<'developers'>): Developers {
  const records = tables.records('developers')
  const find = (email: string): DeveloperRecord | undefined =>
    records.list().find((developer) => developer.email === email.toLowerCase())

  return {
    list: () => records.list().map(presentDeveloper),
    get(id) {
      const record = records.get(id)
      return record && presentDeveloper(record)
    },
    async save(email, password) {
      const password_scrypt = await hashPassword(password)
      return tables.transact((transaction) => {
        const known = transaction
          .list('developers')
          .find((one) => one.email === email.toLowerCase())
        const record: DeveloperRecord = known
          ? { ...known, password_scrypt }
          : createRecord(email.toLowerCase(), password_scrypt)
        transaction.put('developers', record.id, record)
        return presentDeveloper(record)
      })
    },
    async signUp(email, password) {
      const password_scrypt = await hashPassword(password)
      return tables.transact((transaction) => {
        const address = email.toLowerCase()
        if (transaction.list('developers').some((one) => one.email === address)) return undefined
        const record = createRecord(address, password_scrypt)
        transaction.put('developers', record.id, record)
        return presentDeveloper(record)
      })
    },
    async changePassword(email, password) {
      const password_scrypt = await hashPassword(password)
      return tables.transact((transaction) => {
        const known = transaction
          .list('developers')
          .find((one) => one.email === email.toLowerCase())
        if (!known || known.inactive) return undefined
        const record: DeveloperRecord = { ...known, password_scrypt }
        transaction.put('developers', record.id, record)
        return presentDeveloper(record)
      })
    },
    async findByPassword(email, password) {
      const record = find(email)
      const isRight = await verifyPassword(password, record?.password_scrypt ?? NOBODYS)
      return record && isRight && !record.inactive ? presentDeveloper(record) : undefined
    },
    remove: (id) =>
      tables.transact((transaction) => {
        transaction.require('developers', id)
        transaction.delete('developers', id)
      }),
  }
}

function createRecord(email: string, password_scrypt: string): DeveloperRecord {
  return {
    id: randomUUID(),
    email,
    created_at: new Date().toISOString(),
    inactive: false,
    password_scrypt,
  }
}

/** Without the hash of the password. */
export function presentDeveloper({
  password_scrypt: _hash,
  ...developer
}: DeveloperRecord): Developer {
  return developer
}

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, KEY_BYTES)
  return `${salt.toString('base64url')}.${key.toString('base64url')}`
}

async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [salt = '', key = ''] = stored.split('.')
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), KEY_BYTES)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
