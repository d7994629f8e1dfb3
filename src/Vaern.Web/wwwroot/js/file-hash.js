// Takes SHA-256 of the chosen files before they are sent, so that what arrives can be compared with what was chosen. Nothing waits for it, and without it the
// files are sent all the same.
(function () {
  'use strict';
  var most = 26214400;

  function hex(bytes) {
    return Array.prototype.map.call(new Uint8Array(bytes), function (byte) { return ('0' + byte.toString(16)).slice(-2); }).join('');
  }

  if (!window.crypto || !window.crypto.subtle || !window.Promise) {
    return;
  }

  document.querySelectorAll('input[type="file"][data-hash]').forEach(function (chooser) {
    var field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'filaftryk';
    chooser.parentNode.insertBefore(field, chooser);
    chooser.addEventListener('change', function () {
      var files = Array.prototype.slice.call(chooser.files);
      field.value = '';
      if (files.length > 10 || files.some(function (file) { return file.size > most; })) {
        return;
      }
      // One after the other: a telephone has little memory.
      files.reduce(function (before, file) {
        return before.then(function (hashes) {
          return file.arrayBuffer().then(function (content) { return window.crypto.subtle.digest('SHA-256', content); })
            .then(function (hash) { return hashes.concat(hex(hash)); });
        });
      }, Promise.resolve([])).then(function (hashes) {
        // Somebody may have chosen others meanwhile.
        if (files.length === chooser.files.length && files.every(function (file, n) { return file === chooser.files[n]; })) {
          field.value = hashes.join(' ');
        }
      }, function () { field.value = ''; });
    });
  });
})();
