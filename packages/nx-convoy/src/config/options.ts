import * as z from 'zod/mini';
import { edgeKinds } from '../model/claim.ts';
import { builderNames, clientNames, dependentsWords, policyWords } from '../model/config.ts';
import { labels } from './labels.ts';
import { branches, channel, channels, linked, linkedSet, scheme } from './lines.ts';
import { asset } from './assets.ts';
import { evidence, gate } from './proofs.ts';
import { after, hooks } from './acting.ts';
import { afterBuild, build, ownPackage, size } from './making.ts';
import { machines } from './machines.ts';
import { flag, list, may, text } from './words.ts';

const policies = z
  .partialRecord(z.enum(edgeKinds), z.enum(policyWords))
  .check(z.describe('What a release does to those that need it, by the kind of edge.'));

/** The plugin's own options. */
const image = z.strictObject({
  name: text('The reference that the image is pushed to, without tag.'),
  dockerfile: text('The file it is built from, from the top of the workspace.'),
  context: may(text('The folder that the build sees; that of the Dockerfile if absent.')),
  target: may(text('The stage of the file that is the image.')),
  buildArgs: may(z.record(z.string(), z.string()).check(z.describe('Build arguments.'))),
  contains: may(list('Ids or project names of the units whose files are in the image.')),
  platforms: may(list('Platforms to build for, such as linux/amd64.')),
  secrets: may(
    z
      .record(z.string().check(z.regex(/^[\w.-]+$/)), z.string().check(z.regex(/^[A-Za-z_]\w*$/)))
      .check(
        z.describe('Variables that the build reads as secrets, by the id that it asks for: { "npm": "NPM_READ" }.'),
      ),
  ),
  cacheFrom: may(list('Where layers of earlier builds are taken from, as the builder has it.')),
  cacheTo: may(list('Where layers are left for later builds, as the builder has it.')),
  contexts: may(
    z
      .record(
        z.string(),
        z.union([
          z.strictObject({ folder: z.string() }),
          z.strictObject({ image: z.string() }),
          z.strictObject({ unit: z.string() }),
        ]),
      )
      .check(
        z.describe(
          'What names in FROM and COPY --from stand for: a folder of the workspace, another image, or a unit of this repository as it is packaged.',
        ),
      ),
  ),
  labels: may(z.record(z.string(), z.string()).check(z.describe('Labels that the image gets.'))),
});

const builder = z.enum(builderNames);

const unit = z.strictObject({
  group: may(text('The release group it belongs to.')),
  tag: may(text('The pattern of its tags, with {version}.')),
  registries: may(list('Where it is published to, in place of what its manifest says.')),
  private: may(flag('Whether it is kept from every registry, in place of what its manifest says.')),
  sources: may(
    list(
      'Files and folders outside of its own that it is made from, where nothing in the repository tells: ["proto"].',
    ),
  ),
  features: may(list('Cargo features to build it with.')),
  smoke: may(
    z
      .array(z.array(z.string()))
      .check(
        z.describe(
          'Commands that show that it works where it was just installed, as lists of arguments, with {version} and {workspace}: [["parser", "--version"]].',
        ),
      ),
  ),
  integration: may(
    z
      .array(z.array(z.string()).check(z.minLength(1)))
      .check(
        z.describe(
          'Commands by which package-test tries the files that were made, beside smoke, with {version}, {workspace} and {files}, their folder: [["pytest", "{workspace}/tests"]].',
        ),
      ),
  ),
  client: may(z.enum(clientNames).check(z.describe('The client that uploads it, in place of our own requests.'))),
  labels: may(labels),
  docs: may(list('Addresses at which its documentation appears once it is published, with {name} and {version}.')),
  targets: may(
    list(
      'Rust targets to build wheels, programs and libraries for, such as aarch64-unknown-linux-gnu; that of the machine if absent.',
    ),
  ),
  image: may(
    text('The image, where it is there already: ghcr.io/acme/api@sha256:… is packaged as it is, and not built.'),
  ),
  builder: may(builder.check(z.describe('What builds it, where it is an image.'))),
  build: may(build),
  package: may(ownPackage.check(z.describe('A command that makes its files, in place of what is usual.'))),
  afterBuild: may(afterBuild),
  size: may(size.check(z.describe('How large its files may be.'))),
  scheme: may(
    scheme.check(z.describe('How its versions count: semver, or calver:YYYY.0M.MICRO in the words of calver.org.')),
  ),
  dependents: may(z.union([z.enum(dependentsWords), policies])),
});

const bump = z.strictObject({
  zero: may(
    z
      .enum(['shift', 'minor', 'plain', 'mixed'])
      .check(
        z.describe(
          'Below 1.0: breaking and feature are minor and patch, both minor, as above 1.0, or 1.0.0 and patch.',
        ),
      ),
  ),
  patch: may(
    z
      .enum(['types', 'deps', 'any'])
      .check(z.describe('What releases a patch: fixes, dependency updates too, or every commit.')),
  ),
  dependents: may(
    z
      .union([z.enum(dependentsWords), policies])
      .check(
        z.describe(
          'Whether a release of what a unit needs releases the unit as well: a word for all, or one for each kind of edge.',
        ),
      ),
  ),
});

const notes = z.strictObject({
  folder: may(text('The folder of the drafts of release notes, one for each tag: docs/releases if absent.')),
  out: may(
    text('The file of the finished notes in the release commit, with {tag}: docs/notes/{tag}.md. None if absent.'),
  ),
});

const reference = z.strictObject({
  files: list('Globs of the files that name the version.'),
  find: may(
    text(
      'What stands there, with {version} for the version: taken literally, or as a regular expression between slashes.',
    ).check(z.includes('{version}')),
  ),
  expect: may(
    z.int().check(z.minimum(0), z.describe('How often it stands there, all files together; once if absent.')),
  ),
  unit: may(text('The id of the unit whose version it is; that of the folder if absent.')),
});

const packaging = z.strictObject({
  env: may(list('Variables that builds may see though their names look like credentials: those that only read.')),
  allow: may(list('Globs of files in packages that look like secrets and are none.')),
  images: may(builder.check(z.describe('What builds images; the first that works if absent.'))),
});

const seconds = (says: string) => z.number().check(z.nonnegative(), z.describe(says));
const times = (says: string) => z.int().check(z.minimum(1), z.describe(says));
const pauses = (says: string) =>
  z
    .strictObject({ first: may(seconds('The first one, in seconds; it doubles.')), most: may(seconds('The longest.')) })
    .check(z.describe(says));

const policy = z.strictObject({
  attempts: may(times('How often a run tries one file whose upload fails; 4 if absent.')),
  putOffs: may(times('How often a registry may put one file off, such as by 429; 100 if absent.')),
  silences: may(times('After how many answers in a row that say nothing a run gives a file up; 5 if absent.')),
  backOff: may(pauses('Between attempts: 2 to 60 seconds if absent.')),
  poll: may(pauses('Between looks for what was uploaded: 1 to 15 seconds if absent.')),
  settle: may(
    seconds('How long a registry may take to show what it took though nobody heard so: 60 seconds if absent.'),
  ),
  fresh: may(seconds('How old an absence may be when something goes up: 60 seconds if absent.')),
  owner: may(seconds('How long another publisher may take for one upload: 1800 seconds if absent.')),
});

const publishing = z.strictObject({
  client: may(
    z
      .union([z.enum(clientNames), z.array(z.enum(clientNames))])
      .check(z.describe('Clients that upload in place of our own requests, each what it knows: ["uv", "npm"].')),
  ),
  retry: may(
    z
      .enum(['resume', 'decision'])
      .check(z.describe('Whether what failed is tried again, or not before a person says so; resume if absent.')),
  ),
  requireTest: may(
    z
      .boolean()
      .check(z.describe('Whether only files go out that package-test has installed and tried, in these very bytes.')),
  ),
  policy: may(policy.check(z.describe('How patient a publish is.'))),
});

/** As the graph names it; which ones there are, is known later. */
const unitId = z.string().check(z.regex(/^[a-z][a-z0-9-]*:\S+$/));

export const options = z.strictObject({
  include: may(list('Globs of manifests or folders that are units though they lie among examples or tests.')),
  exclude: may(list('Globs of manifests or folders, or ids of units, that are no units.')),
  images: may(z.array(image).check(z.describe('Images that no file describes well enough, or several from one file.'))),
  bump: may(bump.check(z.describe('How commits become versions.'))),
  ignore: may(list('Globs of files whose changes release nothing, such as **/*.md.')),
  notes: may(notes.check(z.describe('Where people write what release notes say.'))),
  hooks: may(hooks.check(z.describe('Programs that run before or after a verb acts, as lists of arguments.'))),
  after: may(after.check(z.describe('What nx-convoy apply --after does once a release is made.'))),
  registries: may(
    z
      .record(z.string(), z.string())
      .check(z.describe('Where names of registries lead, in place of what clients and this repository know.')),
  ),
  evidence: may(evidence.check(z.describe('Where recorded evidence is.'))),
  matrix: may(machines.check(z.describe('Which machines of CI build and try what.'))),
  package: may(packaging.check(z.describe('How packages are made.'))),
  publish: may(publishing.check(z.describe('How packages are published.'))),
  gates: may(z.record(z.string(), gate).check(z.describe('What must be shown before a release goes on, by name.'))),
  assets: may(
    z.record(unitId, z.array(asset)).check(z.describe('Files handed out beside the packages, by the id of a unit.')),
  ),
  linked: may(linked.check(z.describe('Sets of units: those that are released together move as far as each other.'))),
  channels: may(
    channels.check(
      z.describe('What branches are for, by their name or a pattern: the word of its prereleases, or more.'),
    ),
  ),
  branches: may(branches.check(z.describe('How branches of old lines, and of releases in preparation, are called.'))),
  references: may(
    z.array(reference).check(z.describe('Versions in documents and other files that move with a release.')),
  ),
  units: may(z.record(unitId, unit).check(z.describe('What is said of one unit, by its id: "helm:app".'))),
});

const within: Readonly<Record<string, { readonly shape: object }>> = {
  images: image,
  units: unit,
  bump,
  notes,
  after,
  evidence,
  matrix: machines,
  package: packaging,
  publish: publishing,
  linked: linkedSet,
  channels: channel,
  branches,
  gates: gate,
  assets: asset,
};

/** The keys that an object of the options may have, by where it stands in them. */
export const knownKeys = ([option]: readonly (string | number)[]): readonly string[] =>
  Object.keys((within[String(option)] ?? options).shape);
