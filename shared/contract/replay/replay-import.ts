import * as z from '../../zod.ts'
import { ReplayRequest } from './replay-request.ts'

export const IMPORT_FORMATS = ['curl', 'har', 'postman'] as const

const MOST_CHARACTERS = 10_000_000

/** The text of a command, a file or a collection. Nothing in it is executed, and no file that it names is read. */
export const ImportOrder = z
  .strictObject({
    format: z.enum(IMPORT_FORMATS).optional().describe('Left out: recognised from the text'),
    text: z
      .string()
      .min(1, 'Paste a curl command, a HAR file or a Postman collection.')
      .max(MOST_CHARACTERS, 'At most 10 million characters; export fewer requests.'),
  })
  .meta({ id: 'ImportOrder' })

export const ReplayImport = z
  .strictObject({
    format: z.enum(IMPORT_FORMATS),
    name: z.string().describe('Of the collection, or of what was imported'),
    requests: z.array(
      z.strictObject({
        name: z.string().describe('With its folders, such as `Orders / Create`'),
        request: ReplayRequest,
      }),
    ),
    secrets: z
      .array(z.string())
      .describe('Names of the secrets that were found; requests refer to them'),
    warnings: z.array(z.string()).describe('What was left out, and why, a sentence each'),
  })
  .meta({ id: 'ReplayImport' })

export type ImportFormat = (typeof IMPORT_FORMATS)[number]
export type ReplayImport = z.infer<typeof ReplayImport>
