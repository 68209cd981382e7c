import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { findUnserved } from '#shared/tyk/find-unserved.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, SwitchField } from '../../components/forms/form.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useTools } from '../../components/actions/tools.ts'
import type { DefinitionsStore, FileSecrets } from './definitions-store.ts'
import styles from './definitions.module.css'
import { ExtrasForm } from './extras-form.tsx'
import { useAction } from '../../components/actions/use-action.ts'

export interface ServedSectionProps {
  store: DefinitionsStore
  /** The API that the run on screen made; it is shown open. */
  ownApi: string | undefined
  issuer: string | undefined
}

/** The served definitions: each API with its settings and files, each policy with its file. */
export function ServedSection({ store, ownApi, issuer }: ServedSectionProps): VNode {
  const apis = store.apis.value
  return (
    <Section title="What the gateway serves">
      {store.problem.value && <ProblemNotice problem={store.problem.value} />}
      {apis.length === 0 && !store.problem.value && (
        <p class={styles['help']}>
          No API yet: step 3 of the journey makes one, and an import below brings one along.
        </p>
      )}
      {apis.map((api) => (
        <Disclosure
          key={api.api_id}
          isOpen={api.api_id === ownApi || apis.length === 1}
          summary={
            <Name
              kind={findUnserved(api) ? 'API, not served' : 'API'}
              name={api.name}
              detail={api.proxy.listen_path ?? ''}
            />
          }
        >
          <NotServed api={api} />
          <ApiTools store={store} api={api} />
          <ExtrasForm store={store} api={api} issuer={issuer} />
        </Disclosure>
      ))}
      {store.policies.value.map((policy) => (
        <PolicyRow key={policy.id} store={store} policy={policy} />
      ))}
    </Section>
  )
}

function Name({ kind, name, detail }: { kind: string; name: string; detail: string }): VNode {
  return (
    <span class={styles['name']}>
      <span class={styles['help']}>{kind}</span>
      <strong>{name}</strong> <code>{detail}</code>
    </span>
  )
}

function NotServed({ api }: { api: ApiDefinition }): VNode | null {
  const unserved = findUnserved(api)
  if (!unserved) return null
  return (
    <Notice tone="warn" title="It is kept and not served">
      <p>
        <code>{unserved.member}</code> is {unserved.value || 'empty'}; this gateway calls http and
        https only. Calls get 501.
      </p>
    </Notice>
  )
}

function ApiTools({ store, api }: { store: DefinitionsStore; api: ApiDefinition }): VNode {
  const action = useAction()
  const { announce } = useTools()
  const secrets = useSignal<FileSecrets>('masked')
  const download = (format: 'classic' | 'oas'): void =>
    action.run(() => store.downloadApi(api.api_id, { format, secrets: secrets.value }))
  const forget = async (): Promise<void> => {
    await store.forgetKeys(api.api_id)
    announce(`The keys of ${api.name} are forgotten; the next call fetches them again.`)
  }
  return (
    <>
      <Buttons>
        <Button icon="download" onClick={() => download('classic')}>
          Classic definition
        </Button>
        <Button icon="download" onClick={() => download('oas')}>
          Tyk OAS document
        </Button>
        <Button onClick={() => action.run(forget)}>Forget cached keys</Button>
      </Buttons>
      <SecretsSwitch definition={api} secrets={secrets} />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
    </>
  )
}

/** Most definitions have no secret; then there is nothing to choose. */
function SecretsSwitch(props: { definition: object; secrets: Signal<FileSecrets> }): VNode | null {
  const { definition, secrets } = props
  if (!JSON.stringify(definition).includes('••••')) return null
  return (
    <SwitchField
      label="Files with secrets"
      help="Off, a file has the masks in their place. A Tyk Gateway needs the secrets."
      value={secrets.value === 'whole'}
      onChange={(isOn) => (secrets.value = isOn ? 'whole' : 'masked')}
    />
  )
}

function PolicyRow({ store, policy }: { store: DefinitionsStore; policy: Policy }): VNode {
  const action = useAction()
  const secrets = useSignal<FileSecrets>('masked')
  const download = (): void => action.run(() => store.downloadPolicy(policy.id, secrets.value))
  return (
    <div class={styles['policy']}>
      <Name kind="Policy" name={policy.name} detail={policy.id} />
      <Button icon="download" onClick={download}>
        Policy
      </Button>
      <SecretsSwitch definition={policy} secrets={secrets} />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
    </div>
  )
}
