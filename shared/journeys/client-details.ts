import { findContradictions } from '../oauth/metadata/contradictions/contradictions.ts'
import { METADATA_FIELDS } from '../oauth/metadata/fields/metadata-fields.ts'
import {
  findFieldIssues,
  findFurtherIssue,
  FURTHER_MEMBERS,
  readMembers,
} from '../oauth/metadata/read-metadata.ts'
import { findRedirectUriProblem, REDIRECT_URI_SENTENCES } from '../oauth/redirect-uri.ts'
import * as z from '../zod.ts'
import { MORE_METADATA } from './metadata-step-fields.ts'

const RedirectUri = z.string().superRefine((uri, context) => {
  const problem = findRedirectUriProblem(uri)
  if (problem)
    context.addIssue({
      code: 'custom',
      message: REDIRECT_URI_SENTENCES[problem],
      params: { rule: problem },
    })
})

/** What a developer types in the wizard; the portal's page and step 9 check the same. */
export const ClientDetails = z.object({
  client_name: z
    .string()
    .trim()
    .min(1, 'Give the client a name.')
    .max(100, 'At most 100 characters.'),
  redirect_uris: z.array(RedirectUri).max(50, 'At most 50 redirect URLs.'),
})

const members = MORE_METADATA.map((field) => [
  field.name,
  z
    .unknown()
    .superRefine((input, context) => {
      for (const issue of findFieldIssues(field, input))
        context.addIssue({
          code: 'custom',
          message: issue.message,
          path: issue.field.split('.').slice(1).map(Number),
          params: { rule: issue.rule },
        })
    })
    .optional(),
])

/** All that step 9 may be given: each member by itself, then all of them together. */
export const ClientRegistration = ClientDetails.extend({
  ...(Object.fromEntries(members) as Record<string, z.ZodType>),
  [FURTHER_MEMBERS]: z.unknown().optional(),
}).superRefine((inputs, context) => {
  const typed = Object.keys(readMembers(MORE_METADATA, inputs))
  const issues = [
    ...findFurtherIssue(MORE_METADATA, inputs),
    ...findContradictions(readMembers(METADATA_FIELDS, inputs), typed),
  ]
  for (const { field, rule, message } of issues)
    context.addIssue({ code: 'custom', message, path: [field], params: { rule } })
})
