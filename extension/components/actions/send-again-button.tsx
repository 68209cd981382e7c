import type { VNode } from 'preact'
import { Button } from './button.tsx'
import { useTools } from './tools.ts'

/** Leads to the Replay page with this request. */
export function SendAgainButton({
  from,
}: {
  from: { exchange: string } | { verdict: string }
}): VNode | null {
  const { sendAgain, announce } = useTools()
  if (!sendAgain) return null
  const open = (): void => {
    sendAgain(from).catch(() => announce('The request is not kept any more.'))
  }
  return (
    <Button look="quiet" icon="again" onClick={open}>
      Send again, edited
    </Button>
  )
}
