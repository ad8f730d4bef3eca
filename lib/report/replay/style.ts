/** The pages' style sheet. Colours come in pairs: for light, and for dark. */
export const replayStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f5f6f8, #14161a); --card: light-dark(#ffffff, #1d2026); --soft: light-dark(#eef0f4, #272b33);
  --line: light-dark(#dfe2e8, #333842); --text: light-dark(#1b1e24, #e6e8ec); --faint: light-dark(#5c6370, #9aa1ad);
  --link: light-dark(#2f4fd0, #93a8ff); --mark: #e5246b;
  --bad: light-dark(#b3202c, #ff8087); --bad-soft: light-dark(#fdecee, #3a2023);
  --good: light-dark(#14713f, #56cf93); --good-soft: light-dark(#e5f5ec, #16301f);
  --warn: light-dark(#8a5600, #f0b95c); --warn-soft: light-dark(#fdf3e0, #372b16);
  --model: light-dark(#6a5cd8, #9a8cff); --browser: light-dark(#1592c4, #4cbce8); --settle: light-dark(#86c5df, #2f6f8a);
  --tool: light-dark(#d98a1f, #f0b04c); --throttled: light-dark(#d4475a, #f0707f); --overhead: light-dark(#b4bac6, #596070);
}
* { box-sizing: border-box; }
html { scroll-padding-top: .75rem; }
body { margin: 0 auto; max-width: 1440px; padding: 1.5rem 1.5rem 3rem; font: 15px/1.55 system-ui, sans-serif; background: var(--ground); color: var(--text); overflow-wrap: anywhere; }
body.player { padding-bottom: 60vh; }
a { color: var(--link); text-underline-offset: .15em; }
h1, h2, h3, p, ul, ol, dl, dd, figure, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 1.75rem; line-height: 1.25; letter-spacing: -.01em; } h2 { font-size: 1.3rem; } h3 { font-size: 1rem; } h3 small { margin-right: .35rem; font-weight: 400; font-size: .9em; }
code { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
small, .sum, .over, .none, .routine, .took, .gave { color: var(--faint); }
.over { font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; }
p.over:has(a) { text-transform: none; font-size: .9rem; letter-spacing: 0; margin-bottom: 1rem; }
.said { unicode-bidi: isolate; white-space: pre-wrap; }
:focus { outline: none; } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.chip { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; background: var(--soft); color: var(--faint); font: 600 .74rem/1.5 system-ui, sans-serif; white-space: nowrap; }
.chip.state { font-size: .78rem; vertical-align: .15em; letter-spacing: .02em; }
h1 .chip.state { font-size: .9rem; padding: .1rem .75rem; vertical-align: .25em; }
.chip.SUCCEEDED { background: var(--good-soft); color: var(--good); }
.chip.FAILED, .chip.bad { background: var(--bad-soft); color: var(--bad); }
.chip.NO-END-RECORDED, .chip.no-end-recorded, .lost > .chip, .redirect > .chip { background: var(--warn-soft); color: var(--warn); }

.result { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.5rem 1.75rem; }
.failure { margin-top: 1.1rem; padding: .9rem 1.1rem; border-radius: .6rem; background: var(--bad-soft); border-left: 5px solid var(--bad); }
.failure .name { font-weight: 700; font-size: 1.1rem; color: var(--bad); } .failure .message { margin: .15rem 0 .5rem; }
.failure .show { margin-left: .5rem; font-weight: 600; }
.failure .place code { font-weight: 700; } .failure .advice { margin-top: .5rem; padding-top: .5rem; border-top: 1px solid light-dark(#f2cdd1, #5b3034); }
table { width: 100%; margin: 1.25rem 0 .75rem; border-collapse: collapse; }
th { font-weight: 600; font-size: .8rem; color: var(--faint); } th, td { text-align: left; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:first-child { font-weight: 600; min-width: 5rem; } td:last-child { width: 28%; min-width: 7rem; padding-right: 0; vertical-align: middle; } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: 1rem; font-size: .85rem; } .facts div { display: flex; gap: .5rem; } .facts dt { color: var(--faint); white-space: nowrap; }
.bar { display: block; width: 100%; height: .6rem; border-radius: .3rem; background: var(--soft); }
.bar .model { fill: var(--model); } .bar .browser { fill: var(--browser); } .bar .settle { fill: var(--settle); } .bar .tool { fill: var(--tool); } .bar .throttled { fill: var(--throttled); } .bar .overhead { fill: var(--overhead); }
.legend { display: flex; flex-wrap: wrap; gap: 0 .9rem; margin-top: .3rem; font-size: .8rem; color: var(--faint); } .legend b { font-weight: 600; color: var(--text); font-variant-numeric: tabular-nums; white-space: nowrap; }
.legend i { display: inline-block; width: .7em; height: .7em; border-radius: .2em; margin-right: .35em; }
i.model { background: var(--model); } i.browser { background: var(--browser); } i.settle { background: var(--settle); } i.tool { background: var(--tool); } i.throttled { background: var(--throttled); } i.overhead { background: var(--overhead); }

.act { margin-top: 2.5rem; } .act > header h2 { margin-top: .1rem; } .task { margin-top: .25rem; font-size: 1.05rem; max-width: 75ch; }
.notes { display: grid; gap: .35rem; font-size: .9rem; } .result .notes, .act > .notes { margin-top: .75rem; }
.end { margin-top: 1rem; padding: .7rem 1.1rem; border-radius: .6rem; background: var(--soft); } .end.good { background: var(--good-soft); color: var(--good); }
.error, .lost:is(p) { padding: .35rem .7rem; border-radius: .4rem; } .error { background: var(--bad-soft); color: var(--bad); } .lost:is(p) { background: var(--warn-soft); color: var(--warn); } .redirect { color: var(--warn); }
.end.error, .end.lost { padding: .7rem 1.1rem; }

.step { margin-top: 1rem; padding: 1rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.step.bad { border-color: var(--bad); } .step:focus-visible { outline: none; } .player .step[aria-current], .player section[aria-current] > header { box-shadow: 0 0 0 2px var(--link); }
.step > header { display: flex; align-items: baseline; gap: .75rem; margin-bottom: .75rem; } .step > header h3 { flex: none; max-width: 60%; } .step > header .url { flex: 1 1 0; min-width: 0; font-size: .9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .step > header .url .said { white-space: nowrap; }
.took { margin-left: auto; font-size: .82rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.sides { display: grid; grid-template-columns: minmax(0, 17fr) minmax(0, 10fr); gap: 1.25rem; align-items: start; } .wide .sides { grid-template-columns: minmax(0, 1fr); }
.seen { position: sticky; top: .75rem; } .wide .seen { position: static; }
figure { position: relative; } figure img { display: block; width: 100%; height: auto; border-radius: .5rem; background: var(--soft); outline: 1px solid var(--line); outline-offset: -1px; }
figure svg { position: absolute; inset: 0 0 auto; width: 100%; border-radius: .5rem; pointer-events: none; } figcaption { margin-top: .35rem; font-size: .8rem; color: var(--faint); }
.halo { fill: none; stroke: #fff; stroke-width: 7; vector-effect: non-scaling-stroke; } .target { fill: #e5246b26; stroke: var(--mark); stroke-width: 3; vector-effect: non-scaling-stroke; }
.point { fill: var(--mark); stroke: #fff; stroke-width: 2; vector-effect: non-scaling-stroke; }
.number rect { fill: var(--mark); } .number text { fill: #fff; font-family: system-ui, sans-serif; font-weight: 700; }
.seen > .none { padding: 2.5rem 1.5rem; border: 1px dashed var(--line); border-radius: .5rem; text-align: center; }
.done { display: grid; gap: .75rem; min-width: 0; }
blockquote { padding-left: .9rem; border-left: 3px solid var(--model); font-style: italic; }
.calls { display: grid; gap: .6rem; } .call { padding: .5rem .75rem; border-radius: .5rem; background: var(--soft); } .line { display: flex; gap: .75rem; align-items: baseline; } .line > :first-child { min-width: 0; } .call .name { font-weight: 700; } .call > p + p { margin-top: .3rem; }
.call.bad { box-shadow: inset 4px 0 var(--bad); } .call.notPerformed { opacity: .7; }
.badge { display: inline-block; min-width: 1.35em; text-align: center; border-radius: .3em; background: var(--mark); color: #fff; font: 700 .8em/1.5 system-ui, sans-serif; }
.routine { font-size: .82rem; } .pages { margin-top: 2.5rem; } .pages ol { margin-top: .75rem; display: grid; gap: .3rem; }

#bar { position: fixed; z-index: 2; inset: auto 0 0; padding: .4rem max(1.5rem, calc((100vw - 1392px) / 2)) .6rem; background: color-mix(in srgb, var(--card) 94%, transparent); border-top: 1px solid var(--line); backdrop-filter: blur(8px); } #bar[hidden] { display: none; }
.track { position: relative; } #slider { display: block; width: 100%; height: 1.4rem; margin: 0; accent-color: var(--link); }
#ticks { position: absolute; inset: auto 8px -1px; height: .3rem; pointer-events: none; } #ticks i { position: absolute; width: 2px; height: 100%; background: var(--faint); } #ticks i.bad { width: 6px; margin-left: -2px; border-radius: 3px; background: var(--bad); }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem; margin-top: .35rem; } .gap { flex: 1 1 1rem; }
#where { min-width: 15rem; max-width: 26rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: center; font-weight: 600; font-variant-numeric: tabular-nums; } #hits { min-width: 4.5rem; text-align: center; font-size: .85rem; color: var(--faint); font-variant-numeric: tabular-nums; }
button, input[type=search] { font: inherit; line-height: 1.2; color: inherit; border: 1px solid var(--line); border-radius: .45rem; background: var(--soft); padding: .3rem .6rem; } button { cursor: pointer; } button:hover { border-color: var(--faint); } input[type=search] { background: var(--ground); width: 14rem; } #to-failure { color: var(--bad); }
dialog { border: 1px solid var(--line); border-radius: 1rem; padding: 1.25rem 1.5rem; background: var(--card); color: var(--text); } dialog::backdrop { background: #0008; } dialog dl { margin: .75rem 0 1rem; } dialog dl div { display: flex; gap: 1rem; padding: .15rem 0; } dialog dt { min-width: 6.5rem; font-weight: 600; }
::highlight(hits) { background: #ffe08a; color: #1b1e24; } ::highlight(hit) { background: #ff9d3c; color: #1b1e24; }

@media (max-width: 900px) { body { padding: 1rem .75rem 3rem; } .sides { grid-template-columns: minmax(0, 1fr); } .seen { position: static; } .result, .step { padding: 1rem; border-radius: .75rem; }
  .step > header { flex-wrap: wrap; } .step > header .url { order: 3; flex-basis: 100%; } table, tbody, tr, td { display: block; width: auto; } thead { display: none; } tr { padding: .6rem 0; border-bottom: 1px solid var(--line); } td, td:last-child { border: 0; padding: .1rem 0; width: auto; } td.number { display: inline-block; margin-right: 1rem; } td.number:nth-child(4)::after { content: ' steps'; } .facts div { flex-wrap: wrap; gap: 0 .5rem; }
  #bar { padding-inline: .75rem; } .gap, #hits:empty, #hits:empty ~ #hit-before, #hits:empty ~ #hit-after { display: none; } #where { flex: 1 1 8rem; min-width: 8rem; } input[type=search] { flex: 1 1 8rem; width: 8rem; min-width: 0; } }
@media print { :root { color-scheme: light; } #bar, dialog { display: none !important; } body, body.player { max-width: none; padding: 0; background: #fff; } .seen { position: static; } .step, .call, .failure { break-inside: avoid; } .bar, .bar *, .chip, .legend i { print-color-adjust: exact; } }
`;
