// The measure: the least that Express can do for a request.
import express from 'express';

const app = express();
app.get('/', (_req, res) => {
  res.send('hello');
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stderr.write(`${JSON.stringify({ event: 'server.listening', port: server.address().port })}\n`);
});
