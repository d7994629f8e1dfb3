// The step "send only the fingerprint" of the public form. The page is there only after the question about sexual content and age was answered with no.
// Nothing is sent from here but by the form's own button, and the chosen file lies in a field without a name, which no form sends.
(function () {
  'use strict';
  var step = document.querySelector('[data-print-step]');
  if (!step || !window.VaernPictureHash || !window.Worker || !window.createImageBitmap) {
    return;
  }
  var picker = step.querySelector('[data-print-picker]'), field = step.querySelector('[data-print-field]'), form = field.form;
  var what = step.querySelector('[data-print-what]'), progress = step.querySelector('[data-print-progress]');
  var add = form.querySelector('[name="tilfoej"]'), chosen = null, turn = 0;
  picker.type = 'file';
  step.hidden = false;

  function say(code) {
    step.querySelectorAll('[data-print-say]').forEach(function (line) {
      line.hidden = line.getAttribute('data-print-say') !== code;
    });
  }

  function show(part, visible) {
    step.querySelector('[data-print-' + part + ']').hidden = !visible;
  }

  function reset() {
    chosen = null;
    field.value = '';
    what.textContent = '';
    progress.textContent = '';
    show('result', false);
    show('choice', false);
    say('');
  }

  function row(name, value, monospace) {
    var term = document.createElement('dt'), text = document.createElement('dd');
    term.textContent = what.getAttribute('data-' + name);
    text.textContent = value;
    if (monospace) {
      text.className = 'v-print__hash';
    }
    what.appendChild(term);
    what.appendChild(text);
  }

  // Exactly what is sent, in the words of the page.
  function tell(sent) {
    if (sent.frames) {
      row('frames', sent.frames.length);
      row('hash', sent.frames.map(function (frame) { return frame.hash; }).join(' '), true);
      row('seconds', Math.round(sent.seconds));
    } else {
      row('hash', sent.hash, true);
      row('quality', sent.quality);
      row('ties', sent.ties);
      row('form', sent.form);
    }
    row('size', sent.width + ' × ' + sent.height);
    row('browser', sent.decoder);
  }

  function reduced(result) {
    return result.frames
      ? { frames: result.frames, seconds: result.seconds, width: result.width, height: result.height, decoder: result.decoder }
      : { hash: result.hash, quality: result.quality, ties: result.ties, width: result.width, height: result.height, form: result.form, decoder: result.decoder };
  }

  picker.addEventListener('change', function () {
    reset();
    var file = picker.files[0], mine = ++turn;
    if (!file) {
      return;
    }
    chosen = file;
    say('working');
    var film = file.type.indexOf('video/') === 0;
    var making = film ? window.VaernPictureHash.ofFilm(file, function (at, seconds) {
      progress.textContent = progress.getAttribute('data-text').replace('{0}', Math.round(at)).replace('{1}', Math.round(seconds));
    }) : window.VaernPictureHash.ofPicture(file);
    making.then(function (result) {
      if (mine !== turn) {
        return;
      }
      progress.textContent = '';
      var usable = film ? result.frames.some(function (frame) { return frame.quality >= 50; }) : result.usable;
      say(usable ? '' : 'poor');
      if (usable) {
        var sent = reduced(result);
        tell(sent);
        what.sent = JSON.stringify(sent);
        show('result', true);
      }
      show('choice', true);
    }, function (broken) {
      if (mine === turn) {
        progress.textContent = '';
        say(broken.code === 'canvas-protected' ? 'canvas-protected' : /^not-a-/.test(broken.code || '') ? 'not-a-picture' : 'failed');
        show('choice', !/^not-a-/.test(broken.code || ''));
      }
    });
  });

  function send(withFile) {
    form.querySelectorAll('input[type="file"][name]').forEach(function (upload) {
      if (withFile) {
        var transfer = new DataTransfer();
        transfer.items.add(chosen);
        upload.files = transfer.files;
      } else {
        upload.disabled = true;
      }
    });
    form.requestSubmit(add);
  }

  step.querySelector('[data-print-only]').addEventListener('click', function () {
    field.value = what.sent;
    send(false);
  });
  step.querySelector('[data-print-both]').addEventListener('click', function () {
    field.value = what.sent && !step.querySelector('[data-print-result]').hidden ? what.sent : '';
    send(true);
  });
  step.querySelector('[data-print-cancel]').addEventListener('click', function () {
    picker.value = '';
    reset();
  });
  // A page drawn again by "back" has nothing chosen and nothing switched off.
  window.addEventListener('pageshow', function () {
    form.querySelectorAll('input[type="file"][name]').forEach(function (upload) {
      upload.disabled = false;
    });
    picker.value = '';
    reset();
  });
}());
