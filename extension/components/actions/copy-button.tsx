import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { IconButton } from './icon-button.tsx'
import { useTools } from './tools.ts'

const TICK_MS = 1500

export interface CopyButtonProps {
  /** Name of the copied value: "client id". */
  name: string
  /** The text, or a way to get it at the moment of copying. */
  text: string | (() => Promise<string>)
}

export function CopyButton({ name, text }: CopyButtonProps): VNode {
  const tools = useTools()
  const isCopied = useSignal(false)
  const copy = async (): Promise<void> => {
    try {
      await tools.copy(typeof text === 'string' ? text : await text(), name)
      isCopied.value = true
      setTimeout(() => (isCopied.value = false), TICK_MS)
    } catch {
      tools.announce(`The ${name} could not be copied. Select it and copy it by hand.`)
    }
  }
  return (
    <IconButton
      icon={isCopied.value ? 'check' : 'copy'}
      label={`Copy ${name}`}
      onClick={() => void copy()}
    />
  )
}
