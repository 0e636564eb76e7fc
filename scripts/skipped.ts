/** Said at the end of `npm test`: what was left out on this machine, and how to get it. */
import { existsSync } from 'node:fs';

if (!['/usr/bin/chromium', '/usr/bin/chromium-browser'].some(existsSync)) {
  console.log('Skipped: the pages in a browser, because Chromium is not at /usr/bin/chromium.');
  console.log(
    'To run them, too: apt-get install chromium, then: node --test test/eval/report/browser.test.ts test/doors/page/page.test.ts',
  );
}
