/** The look of the identity provider's own console. */
export const IDP_STYLE = `
:root { color-scheme: light dark;
  --page: light-dark(#f7f6fb, #16141d); --card: light-dark(#fff, #1f1c29); --line: light-dark(#ddd8ea, #3a3549);
  --text: light-dark(#211b33, #ece9f5); --muted: light-dark(#5f5775, #aca4c2); --accent: light-dark(#6437c4, #b79bff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
header { background: var(--card); border-bottom: 1px solid var(--line); border-top: 4px solid var(--accent); }
nav { max-width: 960px; margin: 0 auto; padding: 12px 20px; display: flex; flex-wrap: wrap; gap: 8px 22px; }
nav strong { margin-right: auto; }
nav a[aria-current] { font-weight: 600; text-decoration: none; }
main { max-width: 960px; margin: 0 auto; padding: 28px 20px 64px; }
h1 { font-size: 24px; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
.lead { color: var(--muted); margin: 0 0 20px; max-width: 65ch; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px; overflow-x: auto; }
.card.roomy { padding: 20px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 9px 12px 9px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > * { border-bottom: 0; }
th { font-size: 13px; color: var(--muted); font-weight: 600; }
th[scope=row] { width: 34%; min-width: 120px; }
td { overflow-wrap: anywhere; }
code { font: 13px/1.5 ui-monospace, monospace; }
label { display: block; font-weight: 600; margin: 0 0 4px; }
input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; width: 100%; max-width: 360px; }
button { font: inherit; font-weight: 600; margin-top: 14px; border: 0; border-radius: 6px; padding: 9px 16px; background: var(--accent); color: light-dark(#fff, #1d1233); cursor: pointer; }
`
