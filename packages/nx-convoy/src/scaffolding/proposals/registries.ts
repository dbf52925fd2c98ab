import { ecosystems } from '../../ecosystems/index.ts';
import type { ImageConfig } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { nameOf, upwards } from '../../paths/inside.ts';
import { proposed, type Proposal } from './proposal.ts';
import { whereChartsGo, whereImagesGo, type Asked, type WhereTo } from './where-to.ts';

export interface Around extends Asked {
  readonly graph: Graph;
  readonly repo: Snapshot;
}

/** Where images and charts go of which nobody says it. Images that hold nothing of this repository, and that no chart runs, stay private. */
export function registryProposals(around: Around): readonly Proposal[] {
  const open = around.graph.units.filter((unit) => isOpen(unit, around));
  const images = open.filter(({ ecosystem }) => ecosystem === 'docker');
  const charts = open.filter(({ ecosystem }) => ecosystem === 'helm');
  const shipped = images.filter((unit) => reasonToShip(unit, around.graph) !== undefined);
  const [forImages, forCharts] = [whereImagesGo(around), whereChartsGo(around)];
  return [
    ...images.filter((unit) => !shipped.includes(unit)).map(staysPrivate),
    ...imageProposals(shipped, forImages, around),
    ...charts.map((unit) =>
      forCharts === undefined
        ? unsaid(unit, '--charts')
        : proposed(['units', unit.id, 'registries'], [forCharts.word], forCharts.why),
    ),
  ];
}

/** A registry is what it lacks: neither somebody said that it has none, nor is it inside of another. */
function isOpen({ id, ecosystem, registries, private: isPrivate }: Unit, { config }: Around): boolean {
  const said = config.units[id];
  if (said?.private !== undefined || said?.registries !== undefined || registries.length > 0) return false;
  return ecosystem === 'docker' ? isPrivate : ecosystem === 'helm' && !isPrivate;
}

function reasonToShip({ id }: Unit, { edges }: Graph): string | undefined {
  const runs = edges.find(({ to, kind }) => to === id && kind === 'deploys');
  if (runs !== undefined) return `${runs.from} runs it`;
  const holds = edges.find(({ from, kind }) => from === id && ['embeds', 'installs', 'bundles'].includes(kind));
  return holds && `it holds ${holds.to}`;
}

const staysPrivate = ({ id }: Unit): Proposal => ({
  choice: { what: `${id} stays private`, why: 'it holds no unit of this repository, and no chart runs it' },
});

const unsaid = ({ id }: Unit, option: string): Proposal => ({
  choice: { what: `${id} has no registry yet`, why: `nothing here tells where it goes; say it by ${option}` },
});

function imageProposals(units: readonly Unit[], to: WhereTo | undefined, around: Around): readonly Proposal[] {
  if (to === undefined) return units.map((unit) => unsaid(unit, '--registry'));
  let next = around.config.images.length;
  return units.map((unit) => {
    const why = `${reasonToShip(unit, around.graph) ?? ''}; ${to.why}`;
    if (!isNameless(unit, around)) return proposed(['units', unit.id, 'registries'], [to.word], why);
    const image = declaration(unit, to, units, around);
    next += 1;
    return {
      ...proposed(['images', next - 1], image, why),
      choice: { what: `images: ${image.name}, from ${image.dockerfile}`, why },
    };
  });
}

/** Nothing names it, and nobody calls it by what stands for a name meanwhile. */
const isNameless = ({ id, images = [] }: Unit, { config }: Around): boolean =>
  images.length === 0 && config.units[id] === undefined;

function declaration(unit: Unit, to: WhereTo, all: readonly Unit[], around: Around): ImageConfig {
  const { manifest: dockerfile } = unit;
  const short = shortName(unit, around);
  const isAlone = all.filter((other) => shortName(other, around) === short).length === 1;
  const name = `${to.word}/${isAlone ? short : inOneWord(unit.name)}`;
  return { name, dockerfile, context: contextOf(unit, name, around) };
}

const shortName = ({ name }: Unit, { home }: Around): string =>
  inOneWord(name === '.' ? nameOf(home?.url ?? 'image') : nameOf(name));

const inOneWord = (path: string): string =>
  path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'image';

/** The folder with which what it copies is what it copied before. */
function contextOf({ root, manifest, ecosystem }: Unit, name: string, { repo, config }: Around): string {
  const own = ecosystems.find(({ id }) => id === ecosystem);
  const holds = (images: readonly ImageConfig[]): string =>
    JSON.stringify(
      own
        ?.survey(repo, { ...config, images: [...config.images, ...images] })
        .claims.filter(({ at }) => at.file === manifest)
        .map(({ kind, at, to }) => ({ kind, at, to })),
    );
  const before = holds([]);
  const folders = [...upwards(root)];
  return folders.find((context) => holds([{ name, dockerfile: manifest, context }]) === before) ?? root;
}
