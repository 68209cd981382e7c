import type { VNode } from 'preact'
import type { Problem } from '#shared/errors/problem.ts'
import { Layout } from './layout.tsx'

/** A page for messages that belong to no form. */
export function MessagePage({
  email,
  problem,
}: {
  email: string | undefined
  problem: Pick<Problem, 'title' | 'detail' | 'hint'>
}): VNode {
  return (
    <Layout title={problem.title} page="message" email={email}>
      <main>
        <h1>{problem.title}</h1>
        {problem.detail && <p class="lead">{problem.detail}</p>}
        {problem.hint && <p>{problem.hint}</p>}
        <a class="button plain" href="/">
          Go to the API catalogue
        </a>
      </main>
    </Layout>
  )
}
