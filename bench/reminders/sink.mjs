import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

const limit = Number(process.argv[2]);
const pause = 1000 / limit;
let free = 0;
let taken = 0;
let first = 0;
let last = 0;
let ids = new Set();

/** Takes `limit` mails a second and no more: each waits for its turn before it has its answer. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, answer) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => void take(Buffer.concat(parts).toString('latin1')).then(() => answer()));
  },
});

async function take(mail) {
  const now = performance.now();
  free = Math.max(free, now - 50) + pause;
  if (free > now) await delay(free - now);
  ids.add(/^Message-ID: (\S+)/im.exec(mail)?.[1]);
  taken += 1;
  first ||= performance.now();
  last = performance.now();
}

server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => process.send({ port: server.server.address().port }));
process.on('message', (what) => {
  process.send({ taken, distinct: ids.size, seconds: (last - first) / 1000 });
  if (what === 'again') [taken, first, last, ids] = [0, 0, 0, new Set()];
});
process.on('disconnect', () => process.exit());
