import { PORTAL_PAGES, type PortalPage } from '#shared/contract/portal.ts'
import type { PortalAction, PortalView } from './portal-action.ts'

/** What the page shows, for the decision about the next action. */
export function lookAtPortal(page: Document, isLeaving: boolean): PortalView {
  const name = page.body.dataset['portalPage']
  const known = PORTAL_PAGES.find((one): one is PortalPage => one === name)
  return {
    origin: page.location.origin,
    ...(known !== undefined && { page: known }),
    isLeaving,
    fields: readFields(page),
    problems: readProblems(page),
    isSignedIn: page.querySelector('form[action="/sign-out"]') !== null,
  }
}

/** The element that an action is about. */
export function findElement(page: Document, action: PortalAction): HTMLElement | undefined {
  const form = page.querySelector<HTMLFormElement>('main form')
  if (action.kind === 'follow') return findLink(page, action.path)
  if (action.kind === 'fill') return findControl(form, action.field)
  if (action.kind === 'choose') return findChoice(form, action)
  return form?.querySelector<HTMLElement>('button[type=submit]') ?? undefined
}

function findChoice(
  form: HTMLFormElement | null,
  { field, value }: { field: string; value: string },
): HTMLElement | undefined {
  const radios = form?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? []
  return [...radios].find((radio) => radio.name === field && radio.value === value)
}

function findControl(form: HTMLFormElement | null, name: string): HTMLElement | undefined {
  const control = form?.elements.namedItem(name)
  return control instanceof HTMLElement ? control : undefined
}

function findLink(page: Document, path: string): HTMLElement | undefined {
  const wanted = new URL(path, page.location.origin).pathname
  // The page's own links come first: they say where to go on behind the next page.
  const links = ['main a[href]', 'header a[href]'].flatMap((part) => [
    ...page.querySelectorAll<HTMLAnchorElement>(part),
  ])
  return links.find(
    ({ origin, pathname }) => origin === page.location.origin && pathname === wanted,
  )
}

function readFields(page: Document): Record<string, string> {
  const form = page.querySelector<HTMLFormElement>('main form')
  return form ? Object.fromEntries([...new FormData(form)].flatMap(keepText)) : {}
}

function keepText([name, value]: [string, FormDataEntryValue]): [string, string][] {
  return typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')]] : []
}

function readProblems(page: Document): Record<string, string> {
  const besideFields = [...page.querySelectorAll<HTMLElement>('main .problem[id]')].map(
    ({ id, textContent }) => [id.replace(/-problem$/, ''), textContent.trim()] as const,
  )
  const above = page.querySelector('main .alert')?.textContent.trim()
  return {
    ...Object.fromEntries(besideFields),
    ...(above !== undefined && besideFields.length === 0 && { form: above }),
  }
}
