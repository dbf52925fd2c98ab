import * as z from 'zod/mini';
import { flag, list, may, text, texts } from './words.ts';

/**
 * The parts of nx.json's `release` that are read here. Its vocabulary is Nx's, and grows with Nx: what is not known passes.
 */
const git = z.looseObject({
  commit: may(flag('Whether the changes are committed.')),
  commitMessage: may(text('The message of the commit; {version} stands for the version of a fixed group.')),
  commitArgs: may(texts('More arguments for git commit.')),
  stageChanges: may(flag('Whether the changes are staged.')),
  tag: may(flag('Whether tags are made.')),
  tagMessage: may(text('The message of the tags.')),
  tagArgs: may(texts('More arguments for git tag.')),
  push: may(flag('Whether the commit and the tags are pushed.')),
  pushArgs: may(texts('More arguments for git push.')),
  pushRemote: may(text('The remote that is pushed to.')),
});

const version = z.looseObject({
  conventionalCommits: may(flag('Whether commit messages decide the next version.')),
  specifierSource: may(z.enum(['prompt', 'conventional-commits', 'version-plans'])),
  currentVersionResolver: may(z.enum(['registry', 'disk', 'git-tag', 'none'])),
  fallbackCurrentVersionResolver: may(z.enum(['disk'])),
  versionPrefix: may(z.enum(['auto', '', '~', '^', '='])),
  updateDependents: may(z.enum(['auto', 'always', 'never'])),
  adjustSemverBumpsForZeroMajorVersion: may(flag('Whether a breaking change below 1.0.0 raises the minor number.')),
  applyPreidToDependents: may(flag('Whether dependents of a prerelease become prereleases.')),
  preserveLocalDependencyProtocols: may(flag('Whether requirements such as workspace:* stay.')),
  preserveMatchingDependencyRanges: may(z.union([z.boolean(), z.array(z.string())])),
  deleteVersionPlans: may(flag('Whether version plans are deleted once they are applied.')),
  preVersionCommand: may(text('A command to run before versions are written.')),
  groupPreVersionCommand: may(text('A command to run before the versions of this group are written.')),
  git: may(git),
});

const releaseTag = z.looseObject({
  pattern: may(text('The pattern of tags, with {version}, {projectName} and {releaseGroupName}.')),
  checkAllBranchesWhen: may(z.union([z.boolean(), z.array(z.string())])),
  requireSemver: may(flag('Whether only tags with a semantic version count.')),
  strictPreid: may(flag('Whether only tags of the same kind of prerelease count.')),
});

const changelog = z.looseObject({
  entryWhenNoChanges: may(z.union([z.string(), z.literal(false)])),
  file: may(z.union([z.string(), z.literal(false)])),
  renderer: may(text('The module that writes the text.')),
  renderOptions: may(z.record(z.string(), z.unknown())),
});
const changelogOrNot = z.union([z.boolean(), changelog]);

const versionPlans = z.union([
  z.boolean(),
  z.looseObject({ ignorePatternsForPlanCheck: may(list('Files that need no version plan.')) }),
]);

const relationship = z
  .enum(['fixed', 'independent'])
  .check(z.describe('Whether the projects of a group share one version.'));

const group = z.looseObject({
  projects: texts('Names or patterns of the projects of the group.'),
  projectsRelationship: may(relationship),
  version: may(version),
  releaseTag: may(releaseTag),
  changelog: may(changelogOrNot),
  versionPlans: may(versionPlans),
});

const commitType = z.union([
  z.boolean(),
  z.looseObject({
    semverBump: may(z.enum(['major', 'minor', 'patch', 'none'])),
    changelog: may(
      z.union([
        z.boolean(),
        z.looseObject({
          title: may(text('The heading of its section.')),
          hidden: may(flag('Whether it is left out.')),
        }),
      ]),
    ),
  }),
]);

export const release = z.looseObject({
  projects: may(texts('Names or patterns of the projects that are released.')),
  groups: may(
    z.record(z.string(), group).check(z.describe('Projects that are released together, by name of the group.')),
  ),
  projectsRelationship: may(relationship),
  version: may(version),
  releaseTag: may(releaseTag),
  changelog: may(
    z.looseObject({
      workspaceChangelog: may(changelogOrNot),
      projectChangelogs: may(changelogOrNot),
      automaticFromRef: may(flag('Whether a changelog begins at the first commit where no tag is found.')),
      git: may(git),
    }),
  ),
  git: may(git),
  conventionalCommits: may(
    z.looseObject({
      useCommitScope: may(flag('Whether the scope of a commit says which project it is for.')),
      types: may(z.record(z.string(), commitType).check(z.describe('What each type of commit does.'))),
    }),
  ),
  versionPlans: may(versionPlans),
});
