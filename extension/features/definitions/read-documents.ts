import { AppError } from '#shared/errors/app-error.ts'

/** A JSON object, as a definition of Tyk is one. */
export type Document = Record<string, unknown>

/**
 * The documents in what a person pasted or chose: one of them, or a list.
 *
 * @throws AppError `BODY_NOT_JSON` with the place of the mistake, as far as the browser tells it.
 */
export function readDocuments(text: string): Document[] {
  if (text.trim() === '')
    throw new AppError('BODY_NOT_JSON', { detail: 'Paste a document or choose a file first.' })
  const documents = [parse(text)].flat()
  if (documents.length > 0 && documents.every(isDocument)) return documents
  throw new AppError('BODY_NOT_JSON', {
    detail:
      'This is JSON, but not a definition: an object in braces is expected, or a list of objects.',
  })
}

function parse(text: string): unknown {
  try {
    // Editors on Windows begin a file with a mark of its encoding.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it ends too early'
    throw new AppError('BODY_NOT_JSON', {
      detail: `This is not JSON: ${reason}.`,
      hint: 'A definition that is written in YAML has to be converted first.',
      cause,
    })
  }
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The member that an issue is about, in words: `definitions.1.proxy.target_url` is `proxy.target_url`
 * of the second document.
 */
export function nameMember(field: string, documents: number): string {
  const [, at, member] = /^definitions\.(\d+)\.?(.*)$/.exec(field) ?? []
  if (at === undefined) return field
  if (documents < 2) return member || 'The document'
  return [`Document ${Number(at) + 1}`, member].filter(Boolean).join(' · ')
}
