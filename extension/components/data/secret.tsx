import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { CopyButton } from '../actions/copy-button.tsx'
import { IconButton } from '../actions/icon-button.tsx'
import styles from './secret.module.css'
import { useTools } from '../actions/tools.ts'

const SHOWN_MS = 30_000

export interface SecretProps {
  /** Name of the secret: "client secret". */
  name: string
  mask: string
  /** Names the stored secret; without it there is nothing to reveal. */
  secret: string | undefined
  /** Shows the secret once without a click, right after it was created. */
  isFresh?: boolean | undefined
}

/** A masked secret; revealed on request, hidden again after 30 s and when the focus leaves. */
export function Secret({ name, mask, secret, isFresh = false }: SecretProps): VNode {
  const tools = useTools()
  const plain = useSignal<string | undefined>(undefined)

  const show = async (): Promise<void> => {
    if (secret === undefined) return
    try {
      plain.value = await tools.reveal(secret)
    } catch {
      tools.announce(
        `The ${name} could not be read. The companion may be down or its secrets locked.`,
      )
    }
  }
  const hide = (): void => {
    plain.value = undefined
  }

  useEffect(() => {
    if (isFresh) void show()
    // Read once when the component appears, so that a hidden secret is not shown again.
  }, [secret, isFresh])
  useEffect(() => {
    if (plain.value === undefined) return undefined
    const timer = setTimeout(hide, SHOWN_MS)
    addEventListener('blur', hide)
    return () => {
      clearTimeout(timer)
      removeEventListener('blur', hide)
    }
  }, [plain.value])

  const isShown = plain.value !== undefined
  const onFocusOut = (event: FocusEvent & { currentTarget: HTMLElement }): void => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) hide()
  }
  return (
    <span class={styles['secret']} onFocusOut={onFocusOut}>
      <code class={styles['value']} data-shown={isShown || undefined}>
        {plain.value ?? mask}
      </code>
      {secret !== undefined && (
        <>
          <IconButton
            icon={isShown ? 'eye-off' : 'eye'}
            label={`${isShown ? 'Hide' : 'Reveal'} ${name}`}
            onClick={() => (isShown ? hide() : void show())}
          />
          <CopyButton name={name} text={() => tools.reveal(secret)} />
        </>
      )}
    </span>
  )
}
