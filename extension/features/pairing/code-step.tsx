import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import styles from './pairing-page.module.css'
import type { PairingStore } from './pairing-store.ts'

/** Step 2: the code from the terminal, which both sides prove to know and neither tells. */
export function CodeStep({ store }: { store: PairingStore }): VNode {
  if (store.isPaired.value)
    return (
      <li class={styles['step']} data-done>
        <h2>Paired</h2>
        <div class={styles['content']}>
          <p>This browser may drive the companion at {store.origin}.</p>
          <Button look="quiet" onClick={store.pairAgain}>
            Pair again
          </Button>
        </div>
      </li>
    )
  if (store.isRemembered.value)
    return (
      <li class={styles['step']}>
        <h2>Paired already</h2>
        <div class={styles['content']}>
          <p>
            This browser is paired with the companion at {store.origin}. As soon as that one
            answers, the panel can be opened; no code is needed.
          </p>
          <Button look="quiet" onClick={store.pairAgain}>
            Pair again
          </Button>
        </div>
      </li>
    )
  return (
    <li class={styles['step']}>
      <h2>Type the pairing code</h2>
      <div class={styles['content']}>
        <p>The terminal shows it: twelve characters in groups of four.</p>
        <CodeForm store={store} />
        {store.problem.value && <ProblemNotice problem={store.problem.value} />}
        {store.problem.value === undefined && store.companion.value === undefined && (
          <Notice tone="info">
            <p>The code appears when the companion has started.</p>
          </Notice>
        )}
      </div>
    </li>
  )
}

function CodeForm({ store }: { store: PairingStore }): VNode {
  const issue = store.codeIssue.value
  return (
    <form
      class={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void store.pair()
      }}
    >
      <label>
        Pairing code
        <input
          class={styles['code']}
          type="text"
          value={store.code}
          placeholder="XXXX-XXXX-XXXX"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-invalid={issue === undefined ? undefined : 'true'}
          aria-describedby={issue === undefined ? undefined : 'code-issue'}
          onInput={(event) => store.typeCode(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" look="primary" isBusy={store.isBusy.value}>
        Pair
      </Button>
      {issue !== undefined && (
        <p id="code-issue" class={styles['issue']} role="alert">
          {issue}
        </p>
      )}
    </form>
  )
}
