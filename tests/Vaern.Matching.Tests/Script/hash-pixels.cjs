// Reads pictures from standard input (width, height, channels, form as 32-bit numbers, then samples) and prints "HASH QUALITY TIES" for each.
'use strict';
const fs = require('fs');
const vm = require('vm');
vm.runInThisContext(fs.readFileSync(process.argv[2], 'utf8'), process.argv[2]);

if (process.argv[3] === 'time') {
  // Milliseconds of one hash of a 512 × 512 brightness picture, best of several rounds.
  const data = new Uint8Array(512 * 512);
  for (let k = 0; k < data.length; k++) {
    data[k] = 128 + 60 * Math.sin((k & 511) / 17) + 60 * Math.cos((k >> 9) / 23);
  }
  const picture = { width: 512, height: 512, channels: 1, data };
  let best = Infinity;
  for (let round = 0; round < 12; round++) {
    const began = process.hrtime.bigint();
    for (let k = 0; k < 40; k++) {
      VaernPdq.hash(picture);
    }
    best = Math.min(best, Number(process.hrtime.bigint() - began) / 40e6);
  }
  process.stdout.write(best.toFixed(4) + '\n');
  process.exit(0);
}

const input = fs.readFileSync(0);
const lines = [];
for (let at = 0; at < input.length;) {
  const [width, height, channels, form] = [0, 4, 8, 12].map((k) => input.readInt32LE(at + k));
  at += 16;
  const length = width * height * channels;
  const print = VaernPdq.hash({ width, height, channels, data: input.subarray(at, at + length) }, form);
  lines.push(`${print.hash} ${print.quality} ${print.ties}`);
  at += length;
}
process.stdout.write(lines.join('\n') + '\n');
