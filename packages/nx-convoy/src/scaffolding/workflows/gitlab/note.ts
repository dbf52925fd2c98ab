/**
 * The note is made once and then changed. Jobs may not write notes by their own token, so it takes one that the project has as CONVOY_NOTE_TOKEN
 * (api, Reporter); without it the plan is behind `Release plan` in the merge request.
 */
export const noteScript = `node --input-type=module << 'END'
import { readFileSync } from 'node:fs';
const { CONVOY_NOTE_TOKEN: token, CI_API_V4_URL: api, CI_PROJECT_ID: project, CI_MERGE_REQUEST_IID: request } = process.env;
if (token) {
  const mark = '<!-- nx-convoy plan -->';
  const notes = \`\${api}/projects/\${project}/merge_requests/\${request}/notes\`;
  const headers = { 'private-token': token, 'content-type': 'application/json' };
  const body = JSON.stringify({ body: \`\${mark}\\n\${readFileSync('dist/ci/plan.md', 'utf8').slice(0, 900000)}\` });
  const ask = async (url, method = 'GET') => {
    const answer = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body }) });
    if (!answer.ok) throw new Error(\`\${method} \${url}: \${answer.status}\`);
    return answer;
  };
  let own;
  for (let page = '1'; page && !own; ) {
    const answer = await ask(\`\${notes}?per_page=100&page=\${page}\`);
    own = (await answer.json()).find((note) => note.body.startsWith(mark));
    page = answer.headers.get('x-next-page');
  }
  await (own ? ask(\`\${notes}/\${own.id}\`, 'PUT') : ask(notes, 'POST'));
}
END
`;
