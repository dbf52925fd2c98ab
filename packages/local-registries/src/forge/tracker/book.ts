import type { House } from '../../protocol.ts';
import { drawer, none, type Drawer, type Numbered } from '../drawer.ts';
import { notFound } from '../problem.ts';

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Milestone {
  /** The number that people see. */
  readonly id: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: string;
  readonly due: string | null;
  readonly creator: string;
  readonly created: string;
  readonly updated: string;
  readonly closed: string | null;
}

/** An issue, or a pull request, which is one with branches. */
export interface Issue {
  /** The number that people see. */
  readonly id: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: 'open' | 'closed';
  readonly reason: string | null;
  readonly isLocked: boolean;
  readonly author: string;
  readonly labels: readonly number[];
  readonly milestone: number | null;
  readonly assignees: readonly string[];
  readonly created: string;
  readonly updated: string;
  readonly closed: string | null;
  readonly pull?: Pull;
}

export interface Pull {
  readonly head: string;
  readonly base: string;
  /** Where the branches stood when it was merged. */
  readonly merged?: {
    readonly at: string;
    readonly by: string;
    readonly sha: string;
    readonly head: string;
    readonly base: string;
  };
  readonly isDraft: boolean;
  readonly reviewers: readonly string[];
  readonly reviews: readonly Review[];
}

export interface Review {
  readonly id: number;
  readonly user: string;
  readonly body: string;
  readonly state: string;
  readonly sha: string;
  readonly submitted: string;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly body: string;
  readonly user: string;
  readonly created: string;
  readonly updated: string;
}

/** Labels, milestones, issues and comments name one another, so they are kept together. */
export interface Content {
  readonly labels: Numbered<Label>;
  readonly milestones: Numbered<Milestone>;
  readonly issues: Numbered<Issue>;
  readonly comments: Numbered<Comment>;
}

export type Book = Drawer<Content>;

export const bookOf = (house: House): Promise<Book> =>
  drawer<Content>(house, 'tracker', { labels: none, milestones: none, issues: none, comments: none });

export function among<T extends { readonly id: number }>({ all }: Numbered<T>, id: number): T {
  const one = all.find((other) => other.id === id);
  if (one === undefined) throw notFound();
  return one;
}

/** Labels are told apart without regard to case. */
export function labelNamed({ labels }: Content, name: string): Label | undefined {
  return labels.all.find((one) => one.name.toLowerCase() === name.toLowerCase());
}
