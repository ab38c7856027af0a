import { Router } from 'express';

/**
 * For whatever watches the server: `live` says that it answers at all, `ready` that it can take work.
 * Mounted at /health. Neither tells anything about the house: no version, no count.
 */
export function healthRoutes(isReady: () => boolean): Router {
  const router = Router();
  router.get('/live', (_req, res) => {
    res.set('Cache-Control', 'no-store').type('text/plain').send('live\n');
  });
  router.get('/ready', (_req, res) => {
    const ready = isReady();
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  return router;
}
