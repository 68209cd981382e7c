import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import styles from './done-notice.module.css'
import type { StepLinksProps } from './step-links.tsx'

type DoneNoticeProps = Pick<StepLinksProps, 'addresses' | 'onOpen'>

/** After the last step: what is worth trying now, folded, since the result comes first. */
export function DoneNotice({ addresses, onOpen }: DoneNoticeProps): VNode {
  return (
    <Notice tone="ok" title="All twelve steps are done">
      <Disclosure summary="What to try next">
        <ul class={styles['list']}>
          <li>Switch “Send the token” off and call again: the checks below say what is missing.</li>
          {addresses && (
            <li>
              Register a client as a developer does, in the{' '}
              <SafeLink href={addresses.portal}>developer portal</SafeLink>; steps 10 to 12 then go
              on with it.
            </li>
          )}
          <li>
            Let the gateway answer as RFC 6750 asks, or with one of Tyk’s bugs:{' '}
            <Button look="quiet" onClick={() => onOpen('definitions')}>
              Definitions
            </Button>
          </li>
          <li>
            Break the identity provider on purpose, and let the doctor find out:{' '}
            <Button look="quiet" onClick={() => onOpen('scenarios')}>
              Scenarios
            </Button>
          </li>
          <li>Start over in step 1 with your own Okta organisation.</li>
        </ul>
      </Disclosure>
    </Notice>
  )
}
