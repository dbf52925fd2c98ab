import { portsOf, setUpOf } from '../registries.ts';
import type { Section } from '../situation.ts';

/** What is done once, before the first release. */
export const registries: Section = {
  name: 'registries',
  lines(situation) {
    const ports = portsOf(situation).map((port) => setUpOf(port, situation));
    const unnamed = situation.graph.units.filter(
      ({ id, private: isPrivate }) => !isPrivate && !situation.destinations.some(({ unit }) => unit.id === id),
    );
    if (ports.length === 0 && unnamed.length === 0) return [];
    return [
      '## Registries',
      '',
      'Once, before the first release. `publish --dry-run` asks each of them whether it would let you in.',
      ...ports.flatMap(({ title, lines }) => ['', `### ${title}`, '', ...lines]),
      ...(unnamed.length === 0
        ? []
        : ['', ...unnamed.map(({ id }) => `- \`${id}\` has no registry yet: name it in \`units.${id}.registries\`.`)]),
    ];
  },
};
