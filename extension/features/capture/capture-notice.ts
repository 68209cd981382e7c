const STYLE = `
  p {
    position: fixed; inset: auto 16px 16px auto; z-index: 2147483647; margin: 0; padding: 8px 12px;
    border: 1px solid light-dark(#c9ced6, #3a404b); border-radius: 6px;
    background: light-dark(#ffffff, #1b1e24); color: light-dark(#1d2128, #e6e9ee);
    font: 13px/20px system-ui, sans-serif; color-scheme: light dark;
  }
`

/** A notice on a page. The shadow root keeps the page's style and script out of it. */
export function showCaptureNotice(page: Document, words: string): void {
  const host = page.createElement('div')
  const root = host.attachShadow({ mode: 'closed' })
  const style = page.createElement('style')
  style.textContent = STYLE
  const notice = page.createElement('p')
  notice.setAttribute('role', 'status')
  notice.textContent = words
  root.append(style, notice)
  page.body.append(host)
}
