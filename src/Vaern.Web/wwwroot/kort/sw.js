// Keeps the action cards on the telephone, so that they open without a network. Nothing but cards, styles and fonts is kept.
'use strict';
const shelf = 'vaern-kort-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  const address = new URL(event.request.url);
  const wanted = /^(\/en)?\/kort\//.test(address.pathname) || /^\/(css|dkfds|img|js)\//.test(address.pathname);
  if (event.request.method !== 'GET' || address.origin !== self.location.origin || !wanted) {
    return;
  }

  event.respondWith(
    fetch(event.request)
      .then(answer => {
        if (answer.ok) {
          const copy = answer.clone();
          caches.open(shelf).then(kept => kept.put(event.request, copy));
        }
        return answer;
      })
      .catch(() => caches.match(event.request).then(kept => kept || Response.error())));
});
