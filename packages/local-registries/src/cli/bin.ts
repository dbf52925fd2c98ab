import { main } from './main.ts';

const ended = new Promise((done) => {
  process.once('SIGINT', done);
  process.once('SIGTERM', done);
});
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  ended,
});
