// The channel from the suite in the extension host to the runner, which controls the window: JSON over a loopback address.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * Answers `{ method, args }` with the result of `handlers[method](...args)`. Returns `close` and the address. The address
 * contains a secret, so that nothing else on this machine can control the window.
 */
export async function openChannel(handlers) {
  const secret = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== secret) return void response.writeHead(404).end();
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text) => (body += text));
    request.on('end', async () => {
      const answer = await answerTo(body).catch((error) => ({ error: error.message }));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  const answerTo = async (body) => {
    const { method, args } = JSON.parse(body);
    if (!Object.hasOwn(handlers, method)) throw new Error(`the runner knows no ${method}`);
    return { result: (await handlers[method](...args)) ?? null };
  };
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}${secret}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
