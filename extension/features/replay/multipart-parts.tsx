import type { VNode } from 'preact'
import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'
import { Button } from '../../components/actions/button.tsx'
import { IconButton } from '../../components/actions/icon-button.tsx'
import styles from './replay.module.css'

type Multipart = Extract<ReplayBody, { kind: 'multipart' }>
type Part = Multipart['parts'][number]

export interface MultipartPartsProps {
  body: Multipart
  onChange: (body: Multipart) => void
}

/** The parts of a form that carries files; a file is named by its path. */
export function MultipartParts({ body: { parts }, onChange }: MultipartPartsProps): VNode {
  const change = (at: number, part: Part): void =>
    onChange({ kind: 'multipart', parts: parts.map((one, index) => (index === at ? part : one)) })
  const add = (part: Part): void => onChange({ kind: 'multipart', parts: [...parts, part] })
  return (
    <>
      <ul>
        {parts.map((part, at) => (
          <li key={at}>
            <span>{part.kind === 'file' ? 'File' : 'Field'}</span>
            <input
              aria-label={`Name of part ${at + 1}`}
              value={part.name}
              onInput={(event) => change(at, { ...part, name: event.currentTarget.value })}
            />
            <input
              aria-label={`${part.kind === 'file' ? 'Path' : 'Value'} of part ${at + 1}`}
              value={part.kind === 'file' ? (part.path ?? '') : part.value}
              onInput={({ currentTarget: { value } }) =>
                change(at, part.kind === 'file' ? { ...part, path: value } : { ...part, value })
              }
            />
            <IconButton
              icon="cross"
              label={`Remove part ${at + 1}`}
              onClick={() =>
                onChange({
                  kind: 'multipart',
                  parts: parts.filter((_part, index) => index !== at),
                })
              }
            />
          </li>
        ))}
      </ul>
      <p class={styles['pair']}>
        <Button look="quiet" onClick={() => add({ kind: 'field', name: '', value: '' })}>
          Add a field
        </Button>
        <Button look="quiet" onClick={() => add({ kind: 'file', name: 'file' })}>
          Add a file
        </Button>
      </p>
    </>
  )
}
