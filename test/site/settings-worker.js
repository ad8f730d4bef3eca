// Says how the browser presents itself here, be it a worker of any kind or a page.
const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
self.said = [navigator.userAgent, navigator.platform, navigator.languages, locale, timeZone].join(' | ');
const kind = self.document ? 'page' : location.search.slice(1);
const asked = fetch(`/${kind}.empty`);
self.onconnect = ({ ports }) => asked.then(() => ports[0].postMessage(said));
self.oninstall = () => self.skipWaiting();
self.onactivate = (event) =>
  event.waitUntil(
    Promise.all([asked, clients.claim()])
      .then(() => clients.matchAll())
      .then((pages) => pages.forEach((page) => page.postMessage(said))),
  );
if (kind === 'dedicated') asked.then(() => postMessage(said));
