import type { Named } from '../moved.ts';
import { mentionsIn, type Recogniser } from './recogniser.ts';

/** What a badge may say a version of, by its label: of the folder's units, those of that ecosystem. */
const labels: Readonly<Record<string, string | undefined>> = {
  version: undefined,
  release: undefined,
  latest: undefined,
  stable: undefined,
  'crates.io': 'cargo',
  crate: 'cargo',
  crates: 'cargo',
  pypi: 'python',
  'pypi package': 'python',
  npm: 'npm',
  docker: 'docker',
  image: 'docker',
  chart: 'helm',
  helm: 'helm',
};

/** Static badges: `https://img.shields.io/badge/version-1.2.0-blue`, and the text that stands for the picture. */
export const badges: Recogniser = {
  block: ({ text }) =>
    [...mentionsIn(text, picture, labelled), ...mentionsIn(text, instead, labelled)].filter(({ of }) => 'here' in of),
};

function labelled(label: string): Named {
  const name = label.replaceAll(/_|%20/g, ' ').toLowerCase();
  if (!Object.hasOwn(labels, name)) return { ecosystem: '', name };
  const ecosystem = labels[name];
  return { here: true, ...(ecosystem === undefined ? {} : { ecosystem }) };
}

/** A dash is doubled in the message, where one parts it from the rest. */
const picture =
  /https?:\/\/(?:img\.)?shields\.io\/badge\/(?<label>(?<name>(?:[^-/\s]|--)+))-(?<version>v?\d(?:[^-/\s]|--)*)-/dg;
const instead = /!\[(?<name>[\w. ]+): (?<version>v?\d[^\]\s]*)\]/dg;
