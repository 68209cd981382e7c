import type { VNode } from 'preact'
import { Frame } from './console-pages.tsx'

/** A refusal that no client can be told of, since its redirect URI is in doubt. */
export function RefusalPage({
  error,
  description,
  words = [],
}: {
  error: string
  description: string
  /** Why, and what to do. */
  words?: readonly string[]
}): VNode {
  return (
    <Frame title="Refused">
      <h1>The request cannot be carried out</h1>
      <p class="lead">
        <code>{error}</code> {description}
      </p>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Frame>
  )
}

interface DevicePageProps {
  title: string
  text: string
  /** The engine's own form, with the token that guards it. */
  form?: string
  /** Of the form. */
  formId?: string
}

/** A page of the device grant (RFC 8628 §3.3). */
export function DevicePage({ title, text, form, formId }: DevicePageProps): VNode {
  return (
    <Frame title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      {form !== undefined && (
        <div class="card roomy">
          <div dangerouslySetInnerHTML={{ __html: form }} />
          <button type="submit" form={formId}>
            Continue
          </button>
        </div>
      )}
    </Frame>
  )
}
