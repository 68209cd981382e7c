import type { OasDefinition } from '#shared/tyk/oas/oas-definition.ts'
import { quote } from '#shared/errors/quote.ts'
import { readMock } from './mock-reply.ts'
import { type ExampleSettings, type Examples, chooseExample } from './oas-example.ts'
import { type PathRule, readPathRules } from './path-rules.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import type { Reply } from '../outcome/reply.ts'
import { failedMock } from '../outcome/tyk-answers.ts'

/** A mock response of an OAS API. */
export interface MockRule {
  rule: PathRule
  /** Where the answer is one of the document's own examples. */
  examples: Examples | undefined
}

/** Reads the mock responses of an OAS definition, which its classic form also has. */
export function readOasMocks(
  list: unknown,
  { document, ignoresCase }: { document: OasDefinition; ignoresCase: boolean },
): MockRule[] {
  return readPathRules(list, ignoresCase).map((rule) => ({
    rule,
    examples: findExamples(document, rule.entry),
  }))
}

function findExamples(document: OasDefinition, { path, method }: PathRule['entry']) {
  const item = document.paths[String(path)]
  const operation = item?.[String(method).toLowerCase()] as
    { operationId?: string; responses?: unknown } | undefined
  const { operations } = document['x-tyk-api-gateway'].middleware ?? {}
  const settings: ExampleSettings | undefined =
    operations?.[operation?.operationId ?? '']?.mockResponse?.fromOASExamples
  return settings?.enabled
    ? { settings, responses: operation?.responses ?? {}, document }
    : undefined
}

/**
 * Answers in place of the upstream. Unlike the mock responses of classic APIs those of OAS APIs come
 * last: a caller has to pass everything that a call of the upstream has to pass.
 *
 * @see [Tyk: mock responses](https://tyk.io/docs/api-management/traffic-transformation/mock-response/)
 */
export function answerMock(
  { rule, examples }: MockRule,
  rawHeaders: readonly string[],
): Reply | Refusal {
  const answer = examples ? chooseExample(examples, rawHeaders) : readMock(rule.entry)
  if (typeof answer !== 'string') return { ...answer, isCounted: true }
  return refuse('endpoint', failedMock(answer), {
    code: 'EXAMPLE_MISSING',
    facts: { problem: quote(answer) },
    causes: [{ code: 'ENDPOINT_MOCKED' }],
  })
}
