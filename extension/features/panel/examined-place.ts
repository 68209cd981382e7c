import type { ExaminedPlace } from '#shared/contract/doctor.ts'
import type { FailurePlace } from '../../components/actions/tools.ts'
import { readPlace } from '../doctor/doctor-words.ts'
import { findIndex } from '../journey/step-view.ts'
import type { PageStores } from './page-stores.ts'
import type { PanelStores } from './panel-stores.ts'

/** Examines what failed at a place; the page that it stands on is where the way back leads. */
export function examinePlace(stores: PageStores, from: FailurePlace): void {
  const { pages, doctor, examinedFrom } = stores
  const place = readPlace(from)
  const page = pages.current.peek()
  if (place && page !== 'doctor') examinedFrom.set(nameKey(place), page)
  pages.open('doctor')
  doctor.examine(from)
}

/** Leads to the step, the client, or the page on which the exchange or the verdict stands. */
export function leadBack(stores: PanelStores, place: ExaminedPlace): void {
  const { pages, clients, runs, journey, examinedFrom } = stores
  const isOtherRun = place.run !== undefined && place.run !== journey.run.peek()?.id
  if (place.kind === 'step' && isOtherRun) {
    runs.show(place.run ?? '')
    pages.open('runs')
    return
  }
  if (place.kind === 'client') {
    clients.show(place.id)
    pages.open('clients')
    return
  }
  const page = examinedFrom.get(nameKey(place))
  if (page) pages.open(page)
  else {
    pages.close()
    const step = findStep(stores, place)
    if (step !== undefined) journey.go(findIndex(journey.views.peek(), step))
  }
  if (place.kind === 'exchange') showExchange(place.id)
}

function nameKey({ kind, id }: ExaminedPlace): string {
  return `${kind} ${id}`
}

/** The step of the run on screen that made the call, or that failed. */
function findStep({ journey }: PanelStores, { kind, id }: ExaminedPlace): string | undefined {
  if (kind === 'step') return id
  return journey.views
    .peek()
    .find(({ state }) => state.exchanges.includes(id) || state.result?.verdict === id)?.step.id
}

/** Opens the card of an exchange once the page that holds it is drawn. */
function showExchange(id: string): void {
  requestAnimationFrame(() => {
    const card = document.getElementById(`exchange-${id}`)
    if (!(card instanceof HTMLDetailsElement)) return
    card.open = true
    card.scrollIntoView({ block: 'nearest' })
    card.querySelector('summary')?.focus({ preventScroll: true })
  })
}
