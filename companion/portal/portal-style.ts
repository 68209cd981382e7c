/** The portal's style sheet: deliberately unlike the panel's, since the portal plays a product's part. */
export const PORTAL_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#faf8f3, #151917);
  --card: light-dark(#ffffff, #1d2320);
  --line: light-dark(#dcd8cc, #3a4440);
  --text: light-dark(#1c2421, #e7ece9);
  --muted: light-dark(#57605c, #a6b0ab);
  --accent: light-dark(#0b6450, #72d2b8);
  --on-accent: light-dark(#ffffff, #06241c);
  --band: light-dark(#0f3d34, #10281f);
  --on-band: #f1f7f4;
  --bad: light-dark(#b3261e, #ff9a92);
  --warn-page: light-dark(#fff6e0, #33290f);
  --warn-line: light-dark(#e0b84c, #7d6421);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
header { background: var(--band); color: var(--on-band); }
header a, header button.link { color: inherit; }
header .button { color: inherit; border-color: currentColor; background: transparent; padding: 5px 12px; }
header :focus-visible { outline-color: var(--on-band); }
.bar { max-width: 880px; margin: 0 auto; padding: 12px 20px; display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; }
.bar strong { font-size: 18px; white-space: nowrap; }
.links { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; }
.bar > :last-child { margin-inline-start: auto; }
.bar form { display: inline; }
form.card { max-width: 520px; }
.bar .who { font-size: 14px; overflow-wrap: anywhere; }
main { max-width: 880px; margin: 0 auto; padding: 28px 20px 64px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 18px; margin: 0 0 4px; }
.lead { color: var(--muted); margin: 0 0 24px; max-width: 60ch; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px; margin: 0 0 16px; }
.card p { margin: 0 0 8px; }
.grid { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); }
.button, button { display: inline-block; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); border-radius: 8px; padding: 9px 16px; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.button.plain, button.plain { background: transparent; color: var(--accent); }
button.link { border: 0; background: none; color: var(--accent); padding: 0; font-weight: 400; text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: block; font-weight: 600; margin: 0 0 4px; }
.hint { color: var(--muted); font-size: 14px; margin: 4px 0 0; }
.hint.block { display: block; font-weight: 400; }
.problem { color: var(--bad); font-size: 14px; margin: 4px 0 0; }
.field { margin: 0 0 18px; }
input[type=text], input[type=email], input[type=password], textarea { width: 100%; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 9px 12px; }
[aria-invalid=true] { border-color: var(--bad); }
.choice { display: flex; gap: 12px; align-items: flex-start; padding: 14px; border: 1px solid var(--line); border-radius: 8px; margin: 0 0 10px; cursor: pointer; }
.choice input { margin-top: 5px; }
.choice:has(:checked) { border-color: var(--accent); }
ol.steps { list-style: none; display: flex; flex-wrap: wrap; gap: 6px 20px; padding: 0; margin: 0 0 24px; color: var(--muted); font-size: 14px; }
ol.steps li[aria-current] { color: var(--text); font-weight: 600; }
ol.steps b { display: inline-block; min-width: 24px; height: 24px; line-height: 22px; text-align: center; border: 1px solid currentColor; border-radius: 12px; margin-right: 6px; font-size: 13px; }
.notice { background: var(--warn-page); border: 1px solid var(--warn-line); border-radius: 10px; padding: 14px 18px; margin: 0 0 20px; }
.alert { border: 1px solid var(--bad); border-radius: 10px; padding: 14px 18px; margin: 0 0 20px; }
.alert p { margin: 0 0 4px; overflow-wrap: anywhere; }
dl { display: grid; gap: 16px; margin: 0; }
dt { font-weight: 600; }
dd { margin: 4px 0 0; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
code { font: 14px/1.5 ui-monospace, monospace; background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; overflow-wrap: anywhere; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.copy { padding: 4px 10px; font-size: 14px; }
table { width: 100%; border-collapse: collapse; font-size: 15px; }
th, td { text-align: left; padding: 10px 8px; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; min-width: 10ch; }
th, td.whole { white-space: nowrap; }
.scroll { overflow-x: auto; }
.next { margin: 12px 0 0; padding-inline-start: 24px; display: grid; gap: 14px; }
.command { display: flex; flex-wrap: wrap; gap: 8px; align-items: start; }
.command code { flex: 1 1 260px; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin-top: 8px; }
`

/** Copy buttons for browsers that run scripts; without scripts the values can still be selected. */
export const PORTAL_SCRIPT = `
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy)
    await navigator.clipboard.writeText(source.textContent)
    const label = button.textContent
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = label }, 2000)
  })
}
`
