import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Scenario } from '#shared/contract/doctor.ts'
import { meetsRun } from '#shared/faults/meets-run.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import type { ConditionsStore } from './conditions-store.ts'
import { nameDialect } from './condition-words.ts'
import styles from './scenarios.module.css'

export interface ScenarioListProps {
  store: ConditionsStore
  scenarios: readonly Scenario[]
}

const FIRST = 6

/** Every scenario with a switch; one at a time is on. */
export function ScenarioList({ store, scenarios }: ScenarioListProps): VNode {
  const search = useTyped('scenarios/search', '')
  const action = useAction()
  // Shows the choice at once; the companion's word follows, or the switch goes back.
  const wanted = useSignal<{ name: string | undefined } | undefined>(undefined)
  const active = wanted.value ? wanted.value.name : store.conditions.value.active?.name
  const turn = (scenario: Scenario, isOn: boolean): void =>
    action.run(async () => {
      wanted.value = { name: isOn ? scenario.name : undefined }
      await (isOn ? store.startScenario(scenario) : store.stopAll()).finally(() => {
        wanted.value = undefined
      })
    })
  const isWhole = useSignal(false)
  const found = scenarios.filter((scenario) => fitsSearch(scenario, search.value))
  const shown = isWhole.value || search.value !== '' ? found : found.slice(0, FIRST)
  return (
    <Section title="Scenarios">
      <TextField
        label="Find"
        type="search"
        placeholder="Words or a provider"
        value={search.value}
        onChange={(value) => (search.value = value)}
      />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      {found.length === 0 && <p class={styles['quiet']}>No scenario fits. Take another word.</p>}
      <ul class={styles['scenarios']} aria-label="Scenarios">
        {shown.map((scenario) => (
          <li key={scenario.name}>
            <ScenarioSwitch
              scenario={scenario}
              isOn={scenario.name === active}
              onSwitch={(isOn) => turn(scenario, isOn)}
            />
          </li>
        ))}
      </ul>
      {shown.length < found.length && (
        <Buttons>
          <Button onClick={() => (isWhole.value = true)}>Show all {found.length}</Button>
        </Buttons>
      )}
    </Section>
  )
}

interface ScenarioSwitchProps {
  scenario: Scenario
  isOn: boolean
  onSwitch: (isOn: boolean) => void
}

function ScenarioSwitch({ scenario, isOn, onSwitch }: ScenarioSwitchProps): VNode {
  const { name, title, story, dialect } = scenario
  const id = `scenario-${name}`
  return (
    <label class={styles['option']}>
      <input
        type="checkbox"
        role="switch"
        aria-labelledby={`${id}-title`}
        aria-describedby={id}
        checked={isOn}
        onChange={({ currentTarget }) => {
          onSwitch(currentTarget.checked)
        }}
      />
      <span>
        <span id={`${id}-title`}>{title}</span>
        <small id={id}>
          {story} <span>{nameDialect(dialect)}</span>
          {!meetsRun(scenario) && <span> · shows when the doctor examines</span>}
        </small>
      </span>
    </label>
  )
}

function fitsSearch({ name, title, story, dialect }: Scenario, search: string): boolean {
  const text = [name, title, story, nameDialect(dialect)].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
