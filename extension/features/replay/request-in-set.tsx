import type { VNode } from 'preact'
import type { Assertion } from '#shared/contract/replay/assertion.ts'
import type { ReplaySet, SetResult } from '#shared/contract/replay/replay-set.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { CheckItem, CheckList } from '../../components/data/check-list.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { AssertionList } from './assertion-fields.tsx'
import { BLANK } from './replay-draft.ts'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'
import { describeFailure } from './set-words.ts'

export interface RequestInSetProps {
  store: ReplayStore
  set: ReplaySet
  /** Its place in the order of the set. */
  at: number
  request: ReplaySet['requests'][number]
  result: SetResult | undefined
}

/** One request of a set: quiet when it came as expected, else open with what came. */
export function RequestInSet(props: RequestInSetProps): VNode {
  const { store, request, result } = props
  return (
    <li>
      <p class={styles['title']}>
        <strong>{request.name}</strong>
        {result && <StatusPill status={result.status} isExpected={result.state === 'passed'} />}
      </p>
      <p class={styles['quiet']}>
        <code>
          {request.request.method} {request.request.url}
        </code>
      </p>
      {result && result.state !== 'passed' && <Missed store={store} result={result} />}
      <Buttons>
        <Button
          look="quiet"
          label={`Open ${request.name}`}
          onClick={() =>
            store.openRequest({ ...BLANK, name: request.name, request: request.request })
          }
        >
          Open
        </Button>
        <OrderButtons {...props} />
      </Buttons>
      <Disclosure summary={`Expected (${request.assertions.length})`}>
        <Expected {...props} />
      </Disclosure>
    </li>
  )
}

function Missed({ store, result }: { store: ReplayStore; result: SetResult }): VNode {
  const { attempt, last_passed } = result
  return (
    <>
      <p class={styles['failure']}>{describeFailure(result)}</p>
      <CheckList label={`Expectations of ${result.name}`}>
        {result.assertions.map(({ expected, came, is_met }, at) => (
          <CheckItem key={at} state={is_met ? 'passed' : 'failed'}>
            {expected}
            {!is_met && (
              <>
                , but it was <code>{came}</code>
              </>
            )}
          </CheckItem>
        ))}
      </CheckList>
      {attempt !== undefined && last_passed !== undefined && (
        <p>
          <Button onClick={() => store.openComparison(last_passed, attempt)}>
            Compare with the last run that passed
          </Button>
        </p>
      )}
    </>
  )
}

function OrderButtons({ store, set, at, request }: RequestInSetProps): VNode {
  const action = useAction()
  const put = (requests: ReplaySet['requests']): void =>
    action.run(() => store.sets.change(set, { requests }))
  const rest = set.requests.filter((_one, index) => index !== at)
  return (
    <>
      {at > 0 && (
        <Button
          look="quiet"
          label={`Earlier: ${request.name}`}
          onClick={() => put([...rest.slice(0, at - 1), request, ...rest.slice(at - 1)])}
        >
          Earlier
        </Button>
      )}
      <Button look="quiet" label={`Remove ${request.name}`} onClick={() => put(rest)}>
        Remove
      </Button>
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
    </>
  )
}

function Expected({ store, set, request }: RequestInSetProps): VNode {
  const assertions = useTyped<Assertion[]>(
    `replay/expected/${set.id}/${request.id}`,
    request.assertions,
  )
  const action = useAction()
  const isChanged = JSON.stringify(assertions.value) !== JSON.stringify(request.assertions)
  const save = async (): Promise<void> => {
    const requests = set.requests.map((one) =>
      one.id === request.id ? { ...one, assertions: assertions.peek() } : one,
    )
    await store.sets.change(set, { requests })
  }
  return (
    <>
      <AssertionList assertions={assertions.value} onChange={(next) => (assertions.value = next)} />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <Button disabled={!isChanged} isBusy={action.isBusy.value} onClick={() => action.run(save)}>
        Save expectations
      </Button>
    </>
  )
}
