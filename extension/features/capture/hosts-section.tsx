import type { VNode } from 'preact'
import { useSignal } from '@preact/signals'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Section } from '../../components/layout/section.tsx'
import styles from './capture.module.css'
import type { CaptureStore } from './capture-store.ts'
import { readHost } from './read-host.ts'

/** The hosts on which the extension looks for credentials, each allowed by the person and revocable. */
export function HostsSection({ store }: { store: CaptureStore }): VNode {
  const typed = useTyped('capture/host', '')
  const issue = useSignal('')
  const action = useAction()
  const allow = (): void => {
    const pattern = readHost(typed.peek())
    issue.value =
      pattern === undefined
        ? 'Give a host, such as portal.example.com or http://localhost:3000.'
        : ''
    if (pattern === undefined) return
    // The browser asks only within the click, so nothing may come before this.
    const asked = store.allow(pattern)
    action.run(async () => {
      if (await asked) typed.value = ''
      else issue.value = 'The browser was told not to allow it.'
    })
  }
  return (
    <Section title="Look on pages, too">
      <p>
        On hosts that you allow, pages and JSON answers that show credentials are noticed: a label
        appears on the page, and the text waits here. On any page, select a text and choose “Look
        for credentials in the selection” in its menu.
      </p>
      {store.hosts.value.length > 0 && (
        <ul class={styles['list']} aria-label="Allowed hosts">
          {store.hosts.value.map((host) => (
            <li key={host}>
              <code>{host}</code>
              <Button look="quiet" label={`Forbid ${host}`} onClick={() => void store.forbid(host)}>
                Forbid
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Form onSubmit={allow}>
        <TextField
          label="Host"
          placeholder="portal.example.com"
          value={typed.value}
          issue={issue.value}
          onChange={(host) => {
            typed.value = host
            issue.value = ''
          }}
        />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <Buttons>
          <Button type="submit">Allow this host</Button>
        </Buttons>
      </Form>
    </Section>
  )
}
