import type { ChangelogConfig, Config } from '../../model/config.ts';

/** What is said of changelogs, for units and for the workspace; undefined where nothing is, so that the repository decides. */
export interface ChangelogSettings {
  readonly units: ChangelogSetting | 'none' | undefined;
  readonly workspace: ChangelogSetting | 'none' | undefined;
}

export interface ChangelogSetting {
  /** With Nx's patterns: {projectRoot}, {projectName}, {workspaceRoot}, {releaseGroupName}. */
  readonly file: string;
  readonly otherwise: string | false;
  readonly renderer?: string;
  readonly withAuthors: boolean;
  readonly withLinks: boolean;
  readonly withDate: boolean;
  readonly preset?: string;
}

/** Nx's own words for a release without anything to tell. */
const nothingForProject =
  'This was a version bump only for {projectName} to align it with other projects, there were no code changes.';
const nothing = 'This was a version bump only, there were no code changes.';

export const usual: ChangelogSetting = {
  file: '{projectRoot}/CHANGELOG.md',
  otherwise: nothingForProject,
  withAuthors: false,
  withLinks: true,
  withDate: true,
};

export const usualWorkspace: ChangelogSetting = { ...usual, file: '{workspaceRoot}/CHANGELOG.md', otherwise: nothing };

/** What a group says comes before what all of nx.json's `changelog` says. Once that speaks, its defaults are Nx's. */
export function changelogSettings({ release }: Config, group: string): ChangelogSettings {
  const all = release?.changelog;
  const own = release?.groups?.[group]?.changelog;
  const speaks = all?.projectChangelogs !== undefined || all?.workspaceChangelog !== undefined;
  const projects = own ?? all?.projectChangelogs ?? (speaks ? false : undefined);
  const base =
    own !== undefined && typeof all?.projectChangelogs === 'object' ? read(all.projectChangelogs, usual) : usual;
  return {
    units: setting(projects, base === 'none' ? usual : base),
    workspace: setting(all?.workspaceChangelog ?? (speaks ? true : undefined), usualWorkspace),
  };
}

const setting = (
  said: boolean | ChangelogConfig | undefined,
  base: ChangelogSetting,
): ChangelogSetting | 'none' | undefined =>
  said === undefined ? undefined : said === false ? 'none' : said === true ? base : read(said, base);

function read(said: ChangelogConfig, base: ChangelogSetting): ChangelogSetting | 'none' {
  // Without a file Nx makes forge releases only.
  if (said.file === false) return 'none';
  const { authors, commitReferences, versionTitleDate, preset } = said.renderOptions ?? {};
  return {
    file: said.file ?? base.file,
    otherwise: said.entryWhenNoChanges ?? base.otherwise,
    ...(said.renderer === undefined
      ? base.renderer === undefined
        ? {}
        : { renderer: base.renderer }
      : { renderer: said.renderer }),
    withAuthors: typeof authors === 'boolean' ? authors : base.withAuthors,
    withLinks: typeof commitReferences === 'boolean' ? commitReferences : base.withLinks,
    withDate: typeof versionTitleDate === 'boolean' ? versionTitleDate : base.withDate,
    ...(typeof preset === 'string' ? { preset } : base.preset === undefined ? {} : { preset: base.preset }),
  };
}
