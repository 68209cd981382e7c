import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import type { Upload } from '#shared/contract/replay/attempt.ts'
import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { SelectField, TextField } from '../../components/forms/form.tsx'
import { FieldTable } from './field-table.tsx'
import { MultipartParts } from './multipart-parts.tsx'
import styles from './replay.module.css'

export interface BodyEditorProps {
  body: ReplayBody
  upload: (file: Blob) => Promise<Upload>
  onChange: (body: ReplayBody) => void
}

const KINDS: readonly { value: ReplayBody['kind']; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'form', label: 'Form' },
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
  { value: 'file', label: 'File' },
  { value: 'multipart', label: 'Form with files' },
]

/** The body of a request, of any kind. */
export function BodyEditor(props: BodyEditorProps): VNode {
  const { body, onChange } = props
  // A body that was typed comes back with its kind.
  const typed = useRef(new Map<ReplayBody['kind'], ReplayBody>())
  const choose = (kind: ReplayBody['kind']): void => {
    typed.current.set(body.kind, body)
    const before = 'text' in body ? undefined : typed.current.get(kind)
    onChange(before ?? convertBody(body, kind))
  }
  return (
    <section class={styles['fields']} aria-label="Body">
      <SelectField label="Body" options={KINDS} value={body.kind} onChange={choose} />
      {(body.kind === 'json' || body.kind === 'text') && (
        <TextField
          label={body.kind === 'json' ? 'JSON' : 'Text'}
          rows={8}
          value={body.text}
          issue={body.kind === 'json' ? findJsonIssue(body.text) : undefined}
          onChange={(text) => onChange({ ...body, text })}
        />
      )}
      {(body.kind === 'text' || body.kind === 'file') && (
        <TextField
          label="Media type"
          value={body.media_type}
          onChange={(media_type) => onChange({ ...body, media_type })}
        />
      )}
      {body.kind === 'form' && (
        <FieldTable
          title="Form"
          noun="form field"
          fields={body.fields}
          onChange={(fields) => onChange({ kind: 'form', fields })}
        />
      )}
      {body.kind === 'file' && <FileChoice {...props} body={body} />}
      {body.kind === 'multipart' && <MultipartParts body={body} onChange={onChange} />}
    </section>
  )
}

type FileBody = Extract<ReplayBody, { kind: 'file' }>

function FileChoice({
  body,
  upload,
  onChange,
}: Omit<BodyEditorProps, 'body'> & { body: FileBody }): VNode {
  const action = useAction()
  const choose = (file: File | undefined): void => {
    if (!file) return
    action.run(async () => {
      const { id } = await upload(file)
      const { path: _path, ...rest } = body
      const media_type = file.type || body.media_type
      onChange({ ...rest, upload: id, named: file.name, media_type })
    })
  }
  return (
    <>
      <label class={styles['file']}>
        File{body.named !== undefined && `: ${body.named}`}
        <input type="file" onChange={(event) => choose(event.currentTarget.files?.[0])} />
      </label>
      {action.isBusy.value && <p role="status">The file goes to the companion.</p>}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <TextField
        label="Or its path"
        placeholder="/home/me/body.bin"
        help="On the machine of the companion; read at each sending."
        value={body.path ?? ''}
        onChange={(path) => {
          const { upload: _upload, named: _named, path: _path, ...rest } = body
          onChange(path === '' ? rest : { ...rest, path })
        }}
      />
    </>
  )
}

/** The same body as another kind, as far as it has a form there. */
function convertBody(body: ReplayBody, kind: ReplayBody['kind']): ReplayBody {
  const text = 'text' in body ? body.text : ''
  const bodies: Record<ReplayBody['kind'], ReplayBody> = {
    none: { kind: 'none' },
    form: { kind: 'form', fields: [] },
    json: { kind: 'json', text: text === '' ? '{\n  \n}' : text },
    text: { kind: 'text', text, media_type: 'text/plain;charset=utf-8' },
    file: { kind: 'file', media_type: 'application/octet-stream' },
    multipart: { kind: 'multipart', parts: [] },
  }
  return body.kind === kind ? body : bodies[kind]
}

function findJsonIssue(text: string): string | undefined {
  try {
    JSON.parse(text.replaceAll(/\{\{secret:[^}]*\}\}/g, ''))
    return undefined
  } catch (thrown) {
    return `This is not JSON: ${(thrown as Error).message}. It is sent as it stands.`
  }
}
