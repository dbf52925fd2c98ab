import type { IncomingHttpHeaders } from 'node:http';

/** Whether the client has this state already, by its tag: a list of tags, weak ones too, or `*`. */
export const hasAlready = (headers: IncomingHttpHeaders, etag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
