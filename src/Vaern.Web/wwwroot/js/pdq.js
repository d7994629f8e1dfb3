// PDQ and its checks on plain pixels: the same text as src/Vaern.Matching/Hashing, with the same result bit for bit. Products of the smoothing are
// summed in double; the transform is rounded to single precision after each multiplication and each addition. Runs in a page, in a worker and in Node.
(function (scope) {
  'use strict';
  var SIDE = 64, KEPT = 16, MOST_SIDE = 512, LEAST_SIDE = 5;
  var LEAST_QUALITY = 50, MOST_TIES = 8;
  var cosines = makeCosines();
  var kept = new Map();

  function makeCosines() {
    var table = new Float32Array(KEPT * SIDE), scale = Math.fround(Math.sqrt(2 / SIDE));
    for (var i = 0; i < KEPT; i++) {
      for (var j = 0; j < SIDE; j++) {
        table[i * SIDE + j] = scale * Math.cos(Math.PI / 128 * (i + 1) * (2 * j + 1));
      }
    }
    return table;
  }

  // Every sample times its weight in single precision, as the three products are rounded singly before they are added.
  function weighted(weight) {
    var table = new Float32Array(256);
    for (var sample = 0; sample < 256; sample++) {
      table[sample] = Math.fround(Math.fround(weight) * sample);
    }
    return table;
  }
  var RED = weighted(0.299), GREEN = weighted(0.587), BLUE = weighted(0.114);

  // Target k takes place ⌊k·from/to⌋; in a mirrored picture that place counts from the other end.
  function steps(from, to, reversed) {
    var places = new Int32Array(to);
    for (var k = 0; k < to; k++) {
      var place = Math.floor(k * from / to);
      places[k] = reversed ? from - 1 - place : place;
    }
    return places;
  }

  // picture: { width, height, channels: 1 | 3 | 4, data: Uint8Array }. The fourth channel is passed over: draw on white before.
  function brightness(picture, mirrored, upsideDown) {
    var shrink = picture.width > MOST_SIDE || picture.height > MOST_SIDE;
    var width = shrink ? MOST_SIDE : picture.width, height = shrink ? MOST_SIDE : picture.height;
    var columns = steps(picture.width, width, mirrored), rows = steps(picture.height, height, upsideDown);
    var values = new Float32Array(width * height), data = picture.data, channels = picture.channels, to = 0;
    for (var y = 0; y < height; y++) {
      var row = rows[y] * picture.width, x;
      if (channels === 1) {
        for (x = 0; x < width; x++) {
          values[to++] = data[row + columns[x]];
        }
        continue;
      }
      for (x = 0; x < width; x++) {
        var at = (row + columns[x]) * channels;
        values[to++] = Math.fround(Math.fround(RED[data[at]] + GREEN[data[at + 1]]) + BLUE[data[at + 2]]);
      }
    }
    return { width: width, height: height, values: values };
  }

  function transposed(plane) {
    var values = new Float32Array(plane.values.length);
    for (var y = 0; y < plane.height; y++) {
      for (var x = 0; x < plane.width; x++) {
        values[x * plane.height + y] = plane.values[y * plane.width + x];
      }
    }
    return { width: plane.height, height: plane.width, values: values };
  }

  function box(output, length, window) {
    var half = (window + 2) >> 1;
    return [Math.max(0, output + half - window), Math.min(length, output + half)];
  }

  // The 64 rows of the smoothing for an axis: the box filter on the box filter, taken at the 64 sample points.
  function tentRows(length) {
    var rows = kept.get(length);
    if (rows) {
      return rows;
    }
    var window = (length + 127) >> 7, stride = 2 * window - 1;
    rows = { stride: stride, firsts: new Int32Array(SIDE), counts: new Int32Array(SIDE), weights: new Float64Array(SIDE * stride) };
    for (var i = 0; i < SIDE; i++) {
      var outer = box(Math.floor((2 * i + 1) * length / 128), length, window);
      var first = box(outer[0], length, window)[0];
      rows.firsts[i] = first;
      rows.counts[i] = box(outer[1] - 1, length, window)[1] - first;
      for (var o = outer[0]; o < outer[1]; o++) {
        var inner = box(o, length, window), share = 1 / (outer[1] - outer[0]) / (inner[1] - inner[0]);
        for (var k = inner[0]; k < inner[1]; k++) {
          rows.weights[i * stride + k - first] += share;
        }
      }
    }
    if (kept.size < 256) {
      kept.set(length, rows);
    }
    return rows;
  }

  // line[x] = Σ weight·value over the rows, in their order: two rows at a time, since reading and writing the line costs more than the sums.
  function addRows(values, width, first, weights, at, count, line) {
    var from = first * width, w0, w1, x, r = 0;
    if (count % 2 === 1) {
      w0 = weights[at];
      for (x = 0; x < width; x++) {
        line[x] = w0 * values[from + x];
      }
      from += width;
      r = 1;
    } else {
      line.fill(0);
    }
    for (; r < count; r += 2) {
      w0 = weights[at + r];
      w1 = weights[at + r + 1];
      var below = from + width;
      for (x = 0; x < width; x++) {
        line[x] = line[x] + w0 * values[from + x] + w1 * values[below + x];
      }
      from = below + width;
    }
  }

  function sample(plane) {
    var width = plane.width, across = tentRows(width), down = tentRows(plane.height);
    var firsts = across.firsts, counts = across.counts, weights = across.weights, stride = across.stride;
    var line = new Float64Array(width), samples = new Float32Array(SIDE * SIDE);
    for (var i = 0; i < SIDE; i++) {
      addRows(plane.values, width, down.firsts[i], down.weights, i * down.stride, down.counts[i], line);
      for (var j = 0; j < SIDE; j++) {
        var sum = 0, at = j * stride, first = firsts[j], count = counts[j];
        for (var k = 0; k < count; k++) {
          sum += weights[at + k] * line[first + k];
        }
        samples[i * SIDE + j] = sum;
      }
    }
    return samples;
  }

  // Four columns at a time stay in registers; each sum still runs over k from 0 upwards.
  function coefficientsOf(samples) {
    var half = new Float32Array(SIDE), coefficients = new Float32Array(KEPT * KEPT), table = cosines;
    for (var i = 0; i < KEPT; i++) {
      for (var j = 0; j < SIDE; j += 4) {
        var s0 = Math.fround(0), s1 = Math.fround(0), s2 = Math.fround(0), s3 = Math.fround(0);
        for (var k = 0; k < SIDE; k++) {
          var factor = table[i * SIDE + k], at = k * SIDE + j;
          s0 = Math.fround(s0 + Math.fround(factor * samples[at]));
          s1 = Math.fround(s1 + Math.fround(factor * samples[at + 1]));
          s2 = Math.fround(s2 + Math.fround(factor * samples[at + 2]));
          s3 = Math.fround(s3 + Math.fround(factor * samples[at + 3]));
        }
        half[j] = s0;
        half[j + 1] = s1;
        half[j + 2] = s2;
        half[j + 3] = s3;
      }
      for (var c = 0; c < KEPT; c++) {
        var sum = Math.fround(0);
        for (var m = 0; m < SIDE; m++) {
          sum = Math.fround(sum + Math.fround(half[m] * table[c * SIDE + m]));
        }
        coefficients[i * KEPT + c] = sum;
      }
    }
    return coefficients;
  }

  function qualityOf(samples) {
    var total = 0;
    for (var i = 0; i < SIDE; i++) {
      for (var j = 0; j < SIDE; j++) {
        var here = samples[i * SIDE + j];
        if (i < SIDE - 1) {
          total += Math.abs(Math.trunc(Math.fround(Math.fround(Math.fround(here - samples[(i + 1) * SIDE + j]) * 100) / 255)));
        }
        if (j < SIDE - 1) {
          total += Math.abs(Math.trunc(Math.fround(Math.fround(Math.fround(here - samples[i * SIDE + j + 1]) * 100) / 255)));
        }
      }
    }
    return Math.min(100, Math.floor(total / 90));
  }

  function hashPlane(plane) {
    if (plane.width < LEAST_SIDE || plane.height < LEAST_SIDE) {
      return { hash: '0'.repeat(64), quality: 0, ties: 256 };
    }
    var samples = sample(plane), coefficients = coefficientsOf(samples);
    var median = coefficients.slice().sort()[127], ties = 0, hash = '';
    for (var digit = 63; digit >= 0; digit--) {
      var value = 0;
      for (var bit = 3; bit >= 0; bit--) {
        value = value * 2 + (coefficients[digit * 4 + bit] > median ? 1 : 0);
      }
      hash += value.toString(16);
    }
    for (var k = 0; k < coefficients.length; k++) {
      ties += Math.abs(Math.fround(coefficients[k] - median)) <= TIE_WIDTH ? 1 : 0;
    }
    return { hash: hash, quality: qualityOf(samples), ties: ties };
  }
  var TIE_WIDTH = Math.fround(0.01);

  // Upright, turned left, around, right, upside down, mirrored, main diagonal, other diagonal: exchange sides, then rows for columns.
  var FORMS = [[0, 0, 0], [1, 0, 1], [1, 1, 0], [0, 1, 1], [0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 1]];

  function hash(picture, form) {
    var shape = FORMS[form || 0], plane = brightness(picture, shape[0] === 1, shape[1] === 1);
    return hashPlane(shape[2] === 1 ? transposed(plane) : plane);
  }

  function isUsable(print) {
    return !/^0+$/.test(print.hash) && print.quality >= LEAST_QUALITY && print.ties <= MOST_TIES;
  }

  scope.VaernPdq = { hash: hash, hashPlane: hashPlane, isUsable: isUsable, MOST_SIDE: MOST_SIDE, steps: steps };

  // As a worker: { id, picture, form } in, { id, print, usable } out.
  if (typeof scope.importScripts === 'function') {
    scope.onmessage = function (message) {
      var print = hash(message.data.picture, message.data.form);
      scope.postMessage({ id: message.data.id, print: print, usable: isUsable(print) });
    };
  }
}(typeof self === 'undefined' ? globalThis : self));
