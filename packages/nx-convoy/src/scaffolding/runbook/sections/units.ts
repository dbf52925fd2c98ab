import { hostOf, listed, publicUnits, type Section, type Situation } from '../situation.ts';

/** What is released, where it goes, by which tags, and in which order. */
export const units: Section = {
  name: 'units',
  lines(situation) {
    const shipped = publicUnits(situation);
    if (shipped.length === 0) return [];
    return [
      '## What is released',
      '',
      ...shipped.map(({ id }, at) => `${at + 1}. \`${id}\`${goingTo(id, situation)}`),
      '',
      'That is the order too: each comes after what it needs. A release takes those that changed, and what follows them.',
      ...tags(situation),
    ];
  },
};

const tags = ({ taggings }: Situation): readonly string[] =>
  taggings.length === 0
    ? []
    : [
        '',
        'Tags:',
        '',
        ...taggings.map(({ pattern, units: own }) => `- \`${pattern}\` for ${listed(own.map(({ id }) => id))}`),
      ];

function goingTo(id: string, { destinations }: Situation): string {
  const places = destinations.filter(({ unit }) => unit.id === id);
  const words = places.map((place) => `${hostOf(place)}${place.registry.protocol === 'oci' ? `/${place.name}` : ''}`);
  return words.length === 0 ? ', whose registry nobody has named yet' : ` to ${listed(words)}`;
}
