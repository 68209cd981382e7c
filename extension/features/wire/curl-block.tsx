import type { VNode } from 'preact'
import type { Exchange } from '#shared/contract/exchange.ts'
import { Button } from '../../components/actions/button.tsx'
import { useTools } from '../../components/actions/tools.ts'
import styles from './message-view.module.css'
import { buildCurl, SECRET_PLACEHOLDER } from './build-curl.ts'

/** The request as a command line, honest about what it lacks. */
export function CurlBlock({ exchange }: { exchange: Exchange }): VNode {
  const tools = useTools()
  const command = buildCurl(exchange.request)
  const copy = (): void => {
    tools.copy(command, 'request as cURL').catch(() => {
      tools.announce('The command could not be copied.')
    })
  }
  return (
    <div>
      <Button look="quiet" icon="copy" onClick={copy}>
        Copy as cURL
      </Button>
      {command.includes(SECRET_PLACEHOLDER) && (
        <p class={styles['note']}>
          Masked secrets stand as {SECRET_PLACEHOLDER}; put your own in their place.
        </p>
      )}
    </div>
  )
}
