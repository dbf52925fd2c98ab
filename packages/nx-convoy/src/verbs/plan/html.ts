import { sharedProblems, type Plan, type PlannedUnit, type PlanProblem } from '../../model/plan.ts';
import { count } from '../words/columns.ts';
import { markup, type Markup } from '../words/markup.ts';
import { tellPlace } from '../words/problems.ts';
import { graphDrawing } from './html-graph.ts';
import { style } from './html-style.ts';

/** A page of its own for reviewers: no script, nothing from elsewhere, and nothing that a name or a message could smuggle in. */
export function page(plan: Plan): string {
  const title = plan.units.length === 0 ? 'Nothing to release' : `${count(plan.units.length, 'unit')} to release`;
  const body = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${origin(plan)}</p>
        </header>
        <main>
          ${problems(plan)}${units(plan)}${graphDrawing(plan)}${edits(plan)}${tags(plan)}${texts(plan)}${demands(plan)}
        </main>
      </body>
    </html> `;
  return body.html;
}

function origin({ id, base, date, tool }: Plan): Markup {
  const on = base.branch ?? (base.commit === null ? 'nothing' : base.commit.slice(0, 10));
  return id === null
    ? markup`On ${on}, ${date}, by nx-convoy ${tool}. <strong>Uncommitted changes: this plan cannot be applied.</strong>`
    : markup`Plan <code>${id.slice(0, 12)}</code> on <code>${on}</code>, ${date}, by nx-convoy ${tool}.`;
}

const section = (id: string, title: string, content: Markup | readonly Markup[]): Markup =>
  markup`<section id="${id}">
    <h2>${title}</h2>
    ${content}
  </section> `;

function problems(plan: Plan): Markup | undefined {
  const found = sharedProblems(plan);
  if (found.length === 0) return undefined;
  return section(
    'problems',
    count(found.length, 'problem'),
    markup`<ul>
      ${found.map(problem)}
    </ul>`,
  );
}

function problem({ severity, code, what, fix, file, line }: PlanProblem): Markup {
  const place = file === undefined ? undefined : tellPlace({ file, ...(line === undefined ? {} : { line }) });
  return markup`<li class="${severity}">
    <strong>${severity} ${code}</strong>${place === undefined ? undefined : markup` <code>${place}</code>`}
    <p>${what}</p>
    <p>Fix: ${fix}</p>
  </li>`;
}

function units({ waves, units: all }: Plan): Markup | undefined {
  if (all.length === 0) return undefined;
  const byId = new Map(all.map((unit) => [unit.id, unit]));
  const bodies = waves.map((wave, at) => {
    const rows = wave.flatMap((id) => byId.get(id) ?? []).map(row);
    return markup`<tbody>
      <tr class="wave">
        <th colspan="5" scope="rowgroup">Wave ${at + 1}: ${count(rows.length, 'unit')}</th>
      </tr>
      ${rows}
    </tbody>`;
  });
  return section(
    'units',
    'Units',
    markup`<table>
      <thead>
        <tr>
          <th scope="col">unit</th>
          <th scope="col">from</th>
          <th scope="col">to</th>
          <th scope="col">goes to</th>
          <th scope="col">why</th>
        </tr>
      </thead>
      ${bodies}
    </table>`,
  );
}

const row = (unit: PlannedUnit): Markup =>
  markup`<tr>
    <td><code>${unit.id}</code>${unit.group === undefined ? undefined : markup` <small>${unit.group}</small>`}</td>
    <td>${unit.version.from ?? '-'}</td>
    <td><strong>${unit.version.spelling}</strong></td>
    <td>${placesOf(unit)}</td>
    <td>${why(unit)}</td>
  </tr> `;

const placesOf = (unit: PlannedUnit): string =>
  unit.private ? 'nowhere' : unit.registries.length === 0 ? unit.ecosystem : unit.registries.join(' ');

function why({ because }: PlannedUnit): Markup {
  const [first, ...others] = because;
  if (first === undefined) return markup`shares its version`;
  if (others.length === 0) return markup`${first.text}`;
  const rest = others.map(
    (one) =>
      markup`<li>${'commit' in one ? markup`<code>${one.commit.slice(0, 10)}</code> ` : undefined}${one.text}</li>`,
  );
  return markup`<details>
    <summary>${first.text} (+${others.length})</summary>
    <ul>
      ${rest}
    </ul>
  </details>`;
}

function edits({ edits: all }: Plan): Markup | undefined {
  if (all.length === 0) return undefined;
  const rows = all.map(
    ({ file, line, before, after, why: reason }) =>
      markup`<tr>
        <td><code>${file}:${line}</code></td>
        <td><del>${before}</del></td>
        <td><ins>${after}</ins></td>
        <td>${reason}</td>
      </tr> `,
  );
  return section(
    'edits',
    count(all.length, 'edit'),
    markup`<details${all.length <= few ? markup` open` : undefined}><summary>What is written</summary><table><tbody>
${rows}</tbody></table></details>`,
  );
}

/** More than these are shown when somebody asks. */
const few = 20;

function tags({ tags: all }: Plan): Markup | undefined {
  if (all.length === 0) return undefined;
  const items = all.map(({ name, message }) =>
    message === name
      ? markup`<li><code>${name}</code></li>`
      : markup`<li>
          <details>
            <summary><code>${name}</code></summary>
            <pre>${message}</pre>
          </details>
        </li>`,
  );
  return section(
    'tags',
    count(all.length, 'tag'),
    markup`<ul>
      ${items}
    </ul>`,
  );
}

function texts({ changelogs, notes }: Plan): Markup | undefined {
  const shown = [
    ...changelogs.map(({ file, entry }) => ({ title: file, text: entry })),
    ...notes.map(({ title, text }) => ({ title: `Notes: ${title}`, text })),
  ];
  if (shown.length === 0) return undefined;
  const items = shown.map(
    ({ title, text }) =>
      markup`<details>
        <summary>${title}</summary>
        <pre>${text}</pre>
      </details> `,
  );
  return section('texts', 'Changelogs and notes', items);
}

function demands({ gates, assets }: Plan): Markup | undefined {
  if (gates.length === 0 && assets.length === 0) return undefined;
  const items = [
    ...gates.map(({ name, says }) => markup`<li>Gate <strong>${name}</strong>: ${says}</li>`),
    ...assets.map(({ name, unit }) => markup`<li>Asset <code>${name}</code> of <code>${unit}</code></li>`),
  ];
  return section(
    'gates',
    'Gates and assets',
    markup`<ul>
      ${items}
    </ul>`,
  );
}
