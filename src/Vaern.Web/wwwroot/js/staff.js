// Small improvements of staff pages; every one of them works without.
(function () {
  'use strict';
  var menu = document.querySelector('[data-menu]');
  if (menu && window.matchMedia('(max-width: 767px)').matches) {
    menu.removeAttribute('open');
  }

  // Folds are for phones. On a wide screen the style opens them; this says so to those who hear the page.
  if (window.matchMedia('(min-width: 768px)').matches) {
    document.querySelectorAll('[data-fold]').forEach(function (fold) {
      fold.setAttribute('open', '');
    });
  }

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

  // One press sends a form once; the server would answer a second the same way.
  document.querySelectorAll('form[method="post"]').forEach(function (form) {
    form.addEventListener('submit', function (event) {
      if (form.hasAttribute('data-again')) {
        return; // the answer is a file, and the page stays
      }
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = 'yes';
    });
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) {
      delete form.dataset.sent;
    });
  });
})();
