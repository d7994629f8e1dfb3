// Fingerprints of ordinary pictures and films on the device: nothing is sent from here. The page that uses this asks first whether the material is
// sexual and how old the person is, and calls nothing here unless the answer is no (docs/matching.md, "In the browser").
(function () {
  'use strict';
  var STRIP = 512, MOST_SIDE = 512, MOST_FRAMES = 600;
  var own = document.currentScript;
  var worker, waiting = new Map(), next = 1;

  function problem(code) {
    var error = new Error(code);
    error.code = code;
    return error;
  }

  // The address of pdq.js comes from the page (data-worker), so that it carries its version.
  function start() {
    if (worker) {
      return worker;
    }
    worker = new Worker(own.dataset.worker || '/js/pdq.js');
    worker.onmessage = function (message) {
      var taken = waiting.get(message.data.id);
      waiting.delete(message.data.id);
      if (taken) {
        taken.resolve({ hash: message.data.print.hash, quality: message.data.print.quality, ties: message.data.print.ties, usable: message.data.usable });
      }
    };
    worker.onerror = function () {
      waiting.forEach(function (taken) {
        taken.reject(problem('worker'));
      });
      waiting.clear();
      worker = undefined;
    };
    return worker;
  }

  // A name and a number, for what decoded the picture shapes the fingerprint; more would tell devices apart.
  function browserName() {
    var found = /(Firefox|Edg|OPR|Chrome|Chromium)\/(\d+)/.exec(navigator.userAgent) || /(Version)\/(\d+)/.exec(navigator.userAgent);
    var names = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
    return found ? (names[found[1]] || found[1]) + ' ' + found[2] : 'Browser';
  }

  function hashPixels(picture, form) {
    return new Promise(function (resolve, reject) {
      var id = next++;
      waiting.set(id, { resolve: resolve, reject: reject });
      start().postMessage({ id: id, picture: picture, form: form || 0 }, [picture.data.buffer]);
    });
  }

  function canvasOf(width, height) {
    var canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    var context = canvas.getContext('2d', { alpha: false, willReadFrequently: true, colorSpace: 'srgb' });
    if (!context) {
      throw problem('no-canvas');
    }
    context.imageSmoothingEnabled = false;
    return { canvas: canvas, context: context };
  }

  // Some browsers falsify what is read back from a canvas, to protect against recognition. A wrong hash is worse than none.
  function canReadBack() {
    var size = 32, drawn = canvasOf(size, size), wanted = [];
    for (var y = 0; y < size; y++) {
      for (var x = 0; x < size; x++) {
        var colour = [(x * 8 + y) & 255, (y * 8 + 3 * x) & 255, (x * y + 17) & 255];
        wanted.push(colour);
        drawn.context.fillStyle = 'rgb(' + colour.join(',') + ')';
        drawn.context.fillRect(x, y, 1, 1);
      }
    }
    var read = drawn.context.getImageData(0, 0, size, size).data;
    return wanted.every(function (colour, k) {
      return colour[0] === read[k * 4] && colour[1] === read[k * 4 + 1] && colour[2] === read[k * 4 + 2] && read[k * 4 + 3] === 255;
    });
  }

  // Pixels of a picture, in strips where it is large; of a large one only the 512 × 512 points that the algorithm looks at are kept.
  function pixelsOf(bitmap) {
    var width = bitmap.width, height = bitmap.height, shrink = width > MOST_SIDE || height > MOST_SIDE;
    var toWidth = shrink ? MOST_SIDE : width, toHeight = shrink ? MOST_SIDE : height;
    var pixels = new Uint8Array(toWidth * toHeight * 3), strip = canvasOf(width, Math.min(STRIP, height)), y = 0;
    for (var top = 0; top < height; top += STRIP) {
      var rows = Math.min(STRIP, height - top);
      strip.context.fillStyle = '#fff';
      strip.context.fillRect(0, 0, width, rows);
      strip.context.drawImage(bitmap, 0, top, width, rows, 0, 0, width, rows);
      var read = null;
      for (; y < toHeight && Math.floor(y * height / toHeight) < top + rows; y++) {
        read = read || strip.context.getImageData(0, 0, width, rows).data;
        var row = (Math.floor(y * height / toHeight) - top) * width;
        for (var x = 0; x < toWidth; x++) {
          var at = (row + Math.floor(x * width / toWidth)) * 4, to = (y * toWidth + x) * 3;
          pixels[to] = read[at];
          pixels[to + 1] = read[at + 1];
          pixels[to + 2] = read[at + 2];
        }
      }
    }
    return { width: toWidth, height: toHeight, channels: 3, data: pixels };
  }

  // Browsers turn a picture by its orientation tag, some of them even when asked not to. The tag is taken away before they see it.
  async function untagged(file) {
    var bytes = new Uint8Array(await file.arrayBuffer()), kept = [], at, from, length;
    function word(place) {
      return bytes[place] * 256 + bytes[place + 1];
    }
    function says(place, text) {
      return Array.prototype.every.call(text, function (letter, k) {
        return bytes[place + k] === letter.charCodeAt(0);
      });
    }
    if (word(0) === 0xFFD8) {
      for (at = 2, from = 0; at + 10 < bytes.length && bytes[at] === 0xFF && bytes[at + 1] !== 0xDA; at += length) {
        length = 2 + word(at + 2);
        if (bytes[at + 1] === 0xE1 && says(at + 4, 'Exif')) {
          kept.push(bytes.subarray(from, at));
          from = at + length;
        }
      }
    } else if (says(1, 'PNG')) {
      for (at = 8, from = 0; at + 12 <= bytes.length; at += length) {
        length = 12 + word(at) * 65536 + word(at + 2);
        if (says(at + 4, 'eXIf')) {
          kept.push(bytes.subarray(from, at));
          from = at + length;
        }
      }
    } else {
      return file;
    }
    kept.push(bytes.subarray(from));
    return new Blob(kept, { type: file.type });
  }

  // { hash, quality, ties, usable, width, height, form, decoder } of a picture file: all that is ever sent, and what the user is shown before it is.
  async function ofPicture(file) {
    if (!canReadBack()) {
      throw problem('canvas-protected');
    }
    var bitmap;
    try {
      bitmap = await createImageBitmap(await untagged(file), { imageOrientation: 'none', premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    } catch (refused) {
      throw problem('not-a-picture');
    }
    try {
      var width = bitmap.width, height = bitmap.height, print = await hashPixels(pixelsOf(bitmap));
      return Object.assign(print, { width: width, height: height, form: 0, decoder: browserName() });
    } finally {
      bitmap.close();
    }
  }

  function once(target, done, failed) {
    return new Promise(function (resolve, reject) {
      target.addEventListener(done, resolve, { once: true });
      target.addEventListener(failed, function () {
        reject(problem('not-a-film'));
      }, { once: true });
    });
  }

  // A film that a browser recorded says nothing of its length. Asked for a moment far behind its end, the player looks for the end and then knows.
  async function lengthOf(video) {
    if (video.duration === Infinity) {
      var found = once(video, 'seeked', 'error');
      video.currentTime = 1e9;
      await found;
    }
    return video.duration === Infinity ? video.currentTime : video.duration;
  }

  // { frames: [{ number, quality, hash, seconds }], seconds, width, height, scaling, decoder } of a film, a frame a second, large ones brought to 512 × 512.
  async function ofFilm(file, progress) {
    if (!canReadBack()) {
      throw problem('canvas-protected');
    }
    var video = document.createElement('video'), address = URL.createObjectURL(file), frames = [];
    video.muted = true;
    video.preload = 'auto';
    try {
      var ready = once(video, 'loadeddata', 'error');
      video.src = address;
      await ready;
      var seconds = await lengthOf(video), width = video.videoWidth, height = video.videoHeight;
      if (!isFinite(seconds) || !width || !height) {
        throw problem('not-a-film');
      }
      for (var at = 0; at < seconds && frames.length < MOST_FRAMES; at++) {
        var shown = once(video, 'seeked', 'error');
        video.currentTime = at;
        await shown;
        var bitmap = await createImageBitmap(video);
        try {
          var print = await hashPixels(pixelsOf(bitmap));
          frames.push({ number: frames.length, quality: print.quality, hash: print.hash, seconds: at });
        } finally {
          bitmap.close();
        }
        if (progress) {
          progress(at, seconds);
        }
      }
      return { frames: frames, seconds: seconds, width: width, height: height, scaling: 'nearest-512', decoder: browserName() };
    } finally {
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(address);
    }
  }

  window.VaernPictureHash = { ofPicture: ofPicture, ofFilm: ofFilm, canReadBack: canReadBack };
}());
