// Builds what the pages need from the Danish common design system: two style sheets, five fonts and the icons.
// Run by the project file when an input changed; everything it writes is ignored by git.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile } from 'sass';

const system = 'node_modules/dkfds/dist';
const css = 'wwwroot/css';
const out = 'wwwroot/dkfds';
rmSync(css, { recursive: true, force: true });
rmSync(out, { recursive: true, force: true });
mkdirSync(css, { recursive: true });
mkdirSync(join(out, 'fonts'), { recursive: true });
mkdirSync(join(out, 'icons'), { recursive: true });

for (const name of ['site', 'staff']) {
  const sheet = compile(`Styles/${name}.scss`, {
    loadPaths: ['node_modules'],
    style: 'compressed',
    quietDeps: true,
    silenceDeprecations: ['if-function'],
  });
  writeFileSync(join(css, `${name}.css`), sheet.css);
}

// Latin1 covers Danish and English; one file a weight keeps a first visit under 90 kB of fonts.
for (const face of ['Regular', 'Italic', 'Medium', 'SemiBold', 'Bold']) {
  copyFileSync(
    join(system, 'fonts/IBMPlexSans/split/woff2', `IBMPlexSans-${face}-Latin1.woff2`),
    join(out, 'fonts', `plex-${face.toLowerCase()}.woff2`));
}
copyFileSync(join(system, 'fonts/IBMPlexSans/complete/woff2/license.txt'), join(out, 'fonts', 'license.txt'));

// The style sheets of the system point at these few as backgrounds.
for (const icon of ['check-white', 'minus-white', 'chevron-down', 'chevron-up', 'arrow-back', 'error', 'error-white', 'info', 'success', 'warning']) {
  copyFileSync(join(system, 'img/svg-icons', `${icon}.svg`), join(out, 'icons', `${icon}.svg`));
}

// Every icon as name<TAB>view box<TAB>shape: the pages draw them inline, so none costs a request.
const shapes = readdirSync(join(system, 'img/svg-icons')).sort().flatMap(file => {
  const svg = readFileSync(join(system, 'img/svg-icons', file), 'utf8');
  const shape = svg.match(/<svg[^>]*viewBox="([^"]+)"[^>]*>([\s\S]*)<\/svg>/);
  return shape ? [`${basename(file, '.svg')}\t${shape[1]}\t${shape[2].replace(/\s+/g, ' ').trim()}`] : [];
});
writeFileSync(join(out, 'icons.tsv'), shapes.join('\n') + '\n');
