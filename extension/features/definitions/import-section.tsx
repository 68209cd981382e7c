import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Notice } from '../../components/feedback/notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import type { DefinitionsStore, Taken } from './definitions-store.ts'
import styles from './definitions.module.css'
import { ImportNotes } from './import-notes.tsx'
import { MemberProblems } from './member-problems.tsx'
import { readDocuments } from './read-documents.ts'
import { useAction } from '../../components/actions/use-action.ts'

const NOTHING: Taken = { sentence: '', notes: [] }

/** Imports a file or pasted text, completely or not at all. */
export function ImportSection({ store }: { store: DefinitionsStore }): VNode {
  const text = useTyped('definitions/import', '')
  const taken = useSignal<Taken>(NOTHING)
  const sent = useSignal(0)
  const action = useAction()
  const write = (next: string): void => {
    text.value = next
    taken.value = NOTHING
    action.forget()
  }
  const choose = (files: FileList | null): void =>
    action.run(async () => {
      const texts = await Promise.all([...(files ?? [])].map((file) => file.text()))
      const [only] = texts
      // Several files become one list; a single file is kept as it was written.
      write(
        texts.length === 1 && only !== undefined
          ? only
          : JSON.stringify(texts.flatMap(readDocuments), null, 2),
      )
    })
  const take = async (): Promise<void> => {
    taken.value = NOTHING
    const documents = readDocuments(text.peek())
    sent.value = documents.length
    const imported = await store.importDocuments(documents)
    write('')
    taken.value = imported
  }
  return (
    <Section title="Import">
      <p>
        API definitions and policies as they lie in files of Tyk: single ones, lists, policies.json,
        exports of the Dashboard and of tyk-sync. What has the same id is replaced.
      </p>
      <ImportFields text={text.value} onChoose={choose} onWrite={write} />
      {action.problem.value && (
        <MemberProblems
          title="Nothing was imported"
          problem={action.problem.value}
          documents={sent.value}
        />
      )}
      {taken.value.sentence !== '' && (
        <div role="status" class={styles['taken']}>
          <Notice tone="ok" title={taken.value.sentence} />
          {taken.value.notes.length > 0 && <ImportNotes notes={taken.value.notes} />}
        </div>
      )}
      <p>
        <Button isBusy={action.isBusy.value} onClick={() => action.run(take)}>
          Import
        </Button>
      </p>
    </Section>
  )
}

interface ImportFieldsProps {
  text: string
  onChoose: (files: FileList | null) => void
  onWrite: (text: string) => void
}

function ImportFields({ text, onChoose, onWrite }: ImportFieldsProps): VNode {
  return (
    <>
      <label class={styles['field']}>
        From files
        <input
          type="file"
          accept=".json,application/json"
          multiple
          onChange={(event) => onChoose(event.currentTarget.files)}
        />
      </label>
      <TextField
        label="Or pasted"
        rows={5}
        placeholder={'{ "name": "…", "api_id": "…", "proxy": { … } }'}
        value={text}
        onChange={onWrite}
      />
    </>
  )
}
