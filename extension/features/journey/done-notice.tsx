import type { VNode } from 'preact'
import { getJourney } from '#shared/journeys/journeys.ts'
import type { Suggestion } from '#shared/journeys/journey.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { Button } from '../../components/actions/button.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import styles from './done-notice.module.css'
import type { JourneyStore } from './journey-store.ts'
import type { LinkedPage } from './step-links.tsx'

interface DoneNoticeProps {
  store: JourneyStore
  addresses: Addresses | undefined
  onOpen: (page: LinkedPage) => void
}

/** After the last step: what is worth trying now, folded, since the result comes first. */
export function DoneNotice({ store, addresses, onOpen }: DoneNoticeProps): VNode | null {
  const run = store.run.value
  if (!run) return null
  const { suggestions } = getJourney(run.journey)
  return (
    <Notice tone="ok" title={`All ${run.steps.length} steps are done`}>
      <Disclosure summary="What to try next">
        <ul class={styles['list']}>
          {suggestions.map((suggestion) => (
            <li key={suggestion.before}>
              {suggestion.before}
              <SuggestedLink
                link={suggestion.link}
                portal={addresses?.portal ?? ''}
                onOpen={onOpen}
              />
              {suggestion.after}
            </li>
          ))}
        </ul>
      </Disclosure>
    </Notice>
  )
}

interface SuggestedLinkProps {
  link: Suggestion['link']
  portal: string
  onOpen: (page: LinkedPage) => void
}

function SuggestedLink({ link, portal, onOpen }: SuggestedLinkProps): VNode | null {
  if (!link) return null
  const { to, label } = link
  if (to === 'portal') return <SafeLink href={portal}>{label}</SafeLink>
  return (
    <Button look="quiet" onClick={() => onOpen(to)}>
      {label}
    </Button>
  )
}
