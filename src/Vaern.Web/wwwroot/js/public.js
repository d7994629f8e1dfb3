// Leaves the site at once: the link, or three times Esc. Without this file the link still works, through the server.
(function () {
  'use strict';
  var exit = document.querySelector('[data-exit]');
  if (!exit) {
    return;
  }

  function forget() {
    try {
      sessionStorage.clear();
      localStorage.clear();
    } catch (denied) {
      // a browser that keeps nothing has nothing to clear
    }
    if (window.caches) {
      caches.delete('vaern-kort-1');
    }
    if (navigator.sendBeacon) {
      navigator.sendBeacon('/forlad');
    }
  }

  function leave() {
    document.documentElement.classList.add('v-gone');
    document.title = '';
    document.querySelectorAll('input, textarea').forEach(function (field) {
      field.value = '';
    });
    forget();
    location.replace(exit.getAttribute('data-exit'));
  }

  exit.addEventListener('click', function (event) {
    event.preventDefault();
    leave();
  });

  var presses = [];
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') {
      presses = [];
      return;
    }
    presses.push(event.timeStamp);
    presses = presses.slice(-3);
    if (presses.length === 3 && presses[2] - presses[0] < 3000) {
      leave();
    }
  });

  // A page drawn again by "back" after leaving must not show what was typed.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted && document.documentElement.classList.contains('v-gone')) {
      location.replace(exit.getAttribute('data-exit'));
    }
  });

  var summary = document.getElementById('v-errors');
  if (summary) {
    summary.focus();
  }

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      window.print();
    });
  });
})();

// An action card is kept on the telephone the first time it is opened; then it says so.
(function () {
  'use strict';
  var card = document.querySelector('[data-card]');
  if (!card || !('serviceWorker' in navigator) || !window.isSecureContext) {
    return;
  }

  navigator.serviceWorker.register(card.getAttribute('data-card'))
    .then(function () {
      return navigator.serviceWorker.ready;
    })
    .then(function () {
      return caches.open('vaern-kort-1').then(function (shelf) {
        var parts = Array.prototype.map.call(document.querySelectorAll('link[rel="stylesheet"], script[src], img[src]'), function (part) {
          return part.href || part.src;
        });
        return shelf.addAll([location.href].concat(parts));
      });
    })
    .then(function () {
      document.querySelectorAll('[data-offline]').forEach(function (mark) {
        mark.hidden = false;
      });
    })
    .catch(function () {
      // the printed card works too
    });
})();
