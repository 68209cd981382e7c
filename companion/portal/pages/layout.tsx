import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { PortalPage } from '#shared/contract/portal.ts'

export interface PageProps {
  title: string
  page: PortalPage
  /** E-mail address of the developer who is signed in. */
  email: string | undefined
  children: ComponentChildren
}

/** The layout of every portal page. Each page renders its own `<main>`. */
export function Layout({ title, page, email, children }: PageProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Developer portal`}</title>
        <link rel="stylesheet" href="/portal.css" />
        <script src="/portal.js" defer />
      </head>
      <body data-portal-page={page}>
        <header>
          <nav class="bar" aria-label="Portal">
            <strong>Developer portal</strong>
            <span class="links">
              <a href="/">API catalogue</a>
              <a href="/clients">OAuth clients</a>
            </span>
            {email === undefined ? (
              <span class="links">
                <a href="/sign-in">Sign in</a>
                <a class="button" href="/sign-up">
                  Sign up
                </a>
              </span>
            ) : (
              <form method="post" action="/sign-out">
                <span class="who">{email}</span>{' '}
                <button class="link" type="submit">
                  Sign out
                </button>
              </form>
            )}
          </nav>
        </header>
        {children}
      </body>
    </html>
  )
}

/** A page as HTML text. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`
}
