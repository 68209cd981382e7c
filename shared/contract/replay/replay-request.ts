import * as z from '../../zod.ts'

/** What stands for a kept secret in a text: the secret's name, never the secret. */
export const SECRET_REFERENCE = /\{\{secret:([A-Za-z0-9_./-]{1,200})\}\}/g

const SHORT_TEXT = 8_192
const BODY_TEXT = 200_000

/** A text in which `{{secret:NAME}}` stands for a kept secret. */
const Text = z.string().max(SHORT_TEXT, `At most ${SHORT_TEXT} characters.`)

/**
 * A header, query or form field. Switched off, it is kept and not sent.
 */
export const ReplayField = z
  .strictObject({
    name: z.string().max(500, 'At most 500 characters.'),
    value: Text,
    is_off: z.boolean().optional().describe('True: kept, and not sent'),
  })
  .meta({ id: 'ReplayField' })

const TokenRef = z
  .string()
  .min(1, 'Choose a token.')
  .max(300)
  .describe(
    'Id of a kept token, or `client:NAME`: the newest kept token of the client of that name',
  )

/** Which token a request carries. What a choice sends is said in words by the answer. */
export const TokenChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('kept'), token: TokenRef }),
    z.strictObject({
      kind: z.literal('fresh'),
      client: z
        .string()
        .min(1, 'Choose a client.')
        .max(300)
        .describe('Id of a registration, or `client:NAME`; asked by client credentials'),
      scope: z.string().max(2000).default(''),
      audience: z.string().max(500).default(''),
    }),
    z.strictObject({
      kind: z.literal('expired'),
      token: TokenRef.describe('The token as it was; what is sent ended an hour ago'),
    }),
    z.strictObject({
      kind: z.literal('other_audience'),
      token: TokenRef,
      audience: z.string().min(1).max(500).default('api://another-api'),
    }),
    z.strictObject({ kind: z.literal('broken_signature'), token: TokenRef }),
    z.strictObject({
      kind: z.literal('other_client'),
      token: TokenRef.describe('The token of the first client; a token of another one is sent'),
    }),
    z.strictObject({
      kind: z.literal('basic'),
      username: Text,
      password: Text.describe('`{{secret:NAME}}`; a password in clear is kept under a name first'),
    }),
    z.strictObject({
      kind: z.literal('secret'),
      secret: z.string().min(1, 'Choose a secret.').max(200).describe('Name of a kept secret'),
      scheme: z.string().max(40).default('Bearer'),
    }),
  ])
  .meta({ id: 'TokenChoice' })

/** A file: by its path on the companion's machine, or uploaded. Neither: still to be chosen. */
const FileSource = {
  path: z.string().max(4096).optional().describe('Absolute, on the machine of the companion'),
  upload: z.string().max(100).optional().describe('Id of an upload'),
  named: z.string().max(500).optional().describe('What an import called the file'),
}

const MediaType = z.string().max(200)

export const ReplayBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('form'), fields: z.array(ReplayField).max(500) }),
    z.strictObject({
      kind: z.literal('json'),
      text: z
        .string()
        .max(BODY_TEXT)
        .describe('Sent as it stands, so that a body that is no JSON can be tried, too'),
    }),
    z.strictObject({
      kind: z.literal('text'),
      text: z.string().max(BODY_TEXT),
      media_type: MediaType.default('text/plain;charset=utf-8'),
    }),
    z.strictObject({
      kind: z.literal('file'),
      ...FileSource,
      media_type: MediaType.default('application/octet-stream'),
    }),
    z.strictObject({
      kind: z.literal('multipart'),
      parts: z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('field'), name: z.string().max(500), value: Text }),
            z.strictObject({
              kind: z.literal('file'),
              name: z.string().max(500),
              ...FileSource,
              filename: z.string().max(500).optional(),
              media_type: MediaType.optional(),
            }),
          ]),
        )
        .max(200),
    }),
  ])
  .meta({ id: 'ReplayBody' })

/** A request that can be sent again and again. It holds references to secrets and no secret. */
export const ReplayRequest = z
  .strictObject({
    method: z
      .string()
      .max(40)
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'A method is one word, such as GET.'),
    url: z
      .string()
      .min(1, 'Give an address.')
      .max(SHORT_TEXT)
      .describe('Complete or, through the gateway, a path; a query in it is sent before `query`'),
    query: z.array(ReplayField).max(500).default([]),
    headers: z.array(ReplayField).max(200).default([]),
    body: ReplayBody.default({ kind: 'none' }),
    token: TokenChoice.default({ kind: 'none' }),
    route: z
      .enum(['gateway', 'direct'])
      .default('gateway')
      .describe('`direct`: to any address that the companion calls; redirects are not followed'),
  })
  .meta({ id: 'ReplayRequest' })

export type ReplayField = z.infer<typeof ReplayField>
export type TokenChoice = z.infer<typeof TokenChoice>
export type ReplayBody = z.infer<typeof ReplayBody>
export type ReplayRequest = z.infer<typeof ReplayRequest>
