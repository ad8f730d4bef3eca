/** The replay page's style sheet. */
export const replayStyle = `
:root { color-scheme: light dark; --line: #8884; --mark: #e5383b; --bad: light-dark(#c62a2f, #ff7a7d); --good: light-dark(#18794a, #4cc38a); --soft: #8881; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1280px; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; } h2 { margin: 2.5rem 0 .25rem; } h3 { margin: 0 0 .75rem; font-size: 1rem; }
h3 a, .url { font-weight: 400; margin-left: .5rem; }
small, .ids { opacity: .7; font-weight: 400; }
h3 small { float: right; }
.badge { font-size: .9rem; padding: .2rem .6rem; border-radius: 1rem; color: #fff; vertical-align: middle; }
.badge.SUCCEEDED { background: #18794a; } .badge.FAILED { background: #c62a2f; }
td.SUCCEEDED, p.SUCCEEDED { color: var(--good); } td.FAILED { color: var(--bad); }
.error { border-left: 4px solid var(--mark); padding: .25rem .75rem; background: #e5383b18; }
.message { white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:nth-child(2), td:nth-child(4), td:nth-child(5) { white-space: nowrap; }
.task { font-size: 1.05rem; white-space: pre-wrap; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.step { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1rem; }
svg { width: 100%; height: auto; border: 1px solid var(--line); background: var(--soft); }
rect { fill: #e5383b22; stroke: var(--mark); stroke-width: 4; }
ul { margin: 0; padding: 0; list-style: none; } li { margin-bottom: .5rem; }
.think { font-style: italic; } .news { opacity: .8; white-space: pre-wrap; }
code { font: .85rem/1.4 ui-monospace, monospace; } .input { opacity: .8; }
@media (max-width: 800px) { .step { grid-template-columns: 1fr; } h3 small { float: none; display: block; } }
`;
