import type { VNode } from 'preact'
import type { Fact } from '#shared/contract/run.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { FactList } from '../../components/data/fact-list.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Section } from '../../components/layout/section.tsx'
import type { VisitsStore } from './visits-store.ts'

/** Where a client has to go to be seen, who cannot come, and the switch of the recording. */
export function InvitationSection({
  store,
  isAwaited,
}: {
  store: VisitsStore
  isAwaited: boolean
}): VNode | null {
  const { isBusy, problem, run } = useAction()
  const invitation = store.invitation.value
  if (!invitation) return null
  const { issuer, gateway, apis, hosted } = invitation
  const facts: Fact[] = [
    ...(apis.length > 0 ? apis : [`${gateway}/`]).map((value, at): Fact => ({
      id: `api-${at}`,
      label: at === 0 ? 'MCP server or API' : 'Another API',
      kind: 'text',
      value,
    })),
    { id: 'issuer', label: 'Authorization server', kind: 'text', value: issuer },
  ]
  return (
    <Section title={isAwaited ? 'No client is here yet' : 'Where clients go'}>
      <p>Point a client at one of these addresses; its legs appear here as they come.</p>
      <FactList facts={facts} />
      <p>{hosted}</p>
      {problem.value && <ProblemNotice problem={problem.value} />}
      {store.recording.value?.inbound === true && (
        <Buttons>
          <Button isBusy={isBusy.value} onClick={() => run(() => store.turnRecording(false))}>
            Stop recording what comes in
          </Button>
        </Buttons>
      )}
    </Section>
  )
}
