/** Colours of the reader's own theme; narrow windows scroll a table, not the page. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --faint: light-dark(#59636e, #9198a1);
  --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#d1242f, #f85149); --doubtful: light-dark(#9a6700, #d29922); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
section { overflow-x: auto; }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
thead th, .wave th, small { color: var(--faint); font-weight: normal; }
ins { color: var(--good); text-decoration: none; } del { color: var(--faint); }
li.error > strong { color: var(--bad); } li.warning > strong { color: var(--doubtful); }
li p { margin: .2rem 0; } summary { cursor: pointer; }
svg { font: 13px ui-monospace, monospace; max-width: none; } svg rect { fill: none; stroke: var(--faint); }
svg text { fill: currentColor; } svg path { fill: none; stroke: var(--faint); } svg .dashed { stroke-dasharray: 4 3; }
svg .version { fill: var(--good); }
`;
