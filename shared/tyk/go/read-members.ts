import { type GoMember, type StructName, readStruct } from './tyk-structs.ts'

type Members = Record<string, unknown>

export interface ReadMembers {
  /** With the names that Tyk gives its members. */
  value: unknown
  /** Paths of the members that Tyk has no name for; they are kept. */
  unknown: string[]
  /** Paths of the members that were written in another case. */
  renamed: string[]
}

/**
 * Reads the names of a definition's members as Go does: case makes no difference, and of two spellings of
 * one name the later one counts.
 *
 * @see [Go: encoding/json](https://pkg.go.dev/encoding/json#Unmarshal)
 */
export function readMembers(value: unknown, struct: StructName): ReadMembers {
  const read: ReadMembers = { value: undefined, unknown: [], renamed: [] }
  read.value = readStructValue(value, { struct, path: '', read })
  return read
}

interface Place {
  struct: StructName
  path: string
  read: ReadMembers
}

function readStructValue(value: unknown, { struct, path, read }: Place): unknown {
  if (Array.isArray(value))
    return value.map((item, at) => readStructValue(item, { struct, path: join(path, at), read }))
  if (!isMembers(value)) return value
  const known = readStruct(struct)
  const members: Members = {}
  for (const [name, member] of Object.entries(value)) {
    const found = known.get(name.toLowerCase())
    if (!found) read.unknown.push(join(path, name))
    else if (found.name !== name) read.renamed.push(join(path, name))
    // Assigning __proto__ would change the object instead of adding a member.
    Object.defineProperty(members, found?.name ?? name, {
      value: readValue(member, found, { struct, path: join(path, name), read }),
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }
  return members
}

function readValue(value: unknown, member: GoMember | undefined, place: Place): unknown {
  if (member?.struct === undefined) return value
  const { struct } = member
  if (!member.isMap || !isMembers(value)) return readStructValue(value, { ...place, struct })
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    readStructValue(item, { ...place, struct, path: join(place.path, key) }),
  ])
  return Object.fromEntries(entries)
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function join(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`
}
