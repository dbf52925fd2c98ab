import type { GateConfig } from '../../../model/config.ts';
import { listed, type Section, type Situation } from '../situation.ts';

/** Go or no-go: what is looked at before anything leaves the house, and after. */
export const checklist: Section = {
  name: 'checklist',
  lines: (situation) => [
    '## Go or no-go',
    '',
    '- [ ] All that shall be in it is merged, and CI is green on that commit.',
    '- [ ] The plan was read: units, versions, reasons, and no problem that is an error.',
    '- [ ] What people shall know is written: breaking changes, migration, known issues.',
    ...Object.entries(situation.config.gates ?? {}).map(([name, gate]) => `- [ ] ${gateOf(name, gate)}`),
    '- [ ] The rehearsal went through.',
    ...before(situation),
    '- [ ] Go: by whom, and when.',
    '- [ ] `verify` installed every unit.',
    ...after(situation),
  ],
};

function gateOf(name: string, { says, types, bumps, units, evidence }: GateConfig): string {
  const when = [
    ...(types === undefined ? [] : [`releases of type ${listed(types)}`]),
    ...(bumps === undefined ? [] : [`bumps of ${listed(bumps)}`]),
    ...(units === undefined ? [] : [listed(units)]),
  ];
  const shown = evidence === undefined ? 'a person decides' : `shown by ${listed(evidence)}`;
  return `${says.replace(/\.$/, '')} (\`${name}\`${when.length === 0 ? '' : `, for ${when.join(', ')}`}; ${shown}).`;
}

const before = ({ pipelines, config }: Situation): readonly string[] =>
  pipelines.some(({ publishes }) => publishes)
    ? []
    : [
        `- [ ] \`package-test\` went through${config.publish?.requireTest === true ? ', which publishing asks for' : ''}.`,
        '- [ ] `publish --dry-run` was let in everywhere.',
      ];

const after = ({ config }: Situation): readonly string[] =>
  config.after === undefined ? [] : ['- [ ] The commit after the release is made and pushed.'];
