import type { InputHTMLAttributes, VNode } from 'preact'

export interface TextFieldProps {
  name: string
  label: string
  type: 'text' | 'email' | 'password'
  value?: string | undefined
  maxLength: number
  autocomplete?: string
  hint?: string | undefined
  /** Why what was typed is refused. */
  problem?: string | undefined
}

/** A labelled input of one line, with its hint or the sentence about what is wrong. */
export function TextField({ name, label, hint, problem, ...input }: TextFieldProps): VNode {
  const note = problem ?? hint
  const noteId = `${name}-${problem === undefined ? 'hint' : 'problem'}`
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        // The types tie each input type to its own roles, so a type chosen at run time needs a cast.
        {...(input as InputHTMLAttributes)}
        id={name}
        name={name}
        required
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={note === undefined ? undefined : noteId}
      />
      {note !== undefined && (
        <p class={problem === undefined ? 'hint' : 'problem'} id={noteId}>
          {note}
        </p>
      )}
    </div>
  )
}
